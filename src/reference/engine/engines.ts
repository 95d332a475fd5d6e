import type { PolicyEngine } from './engine.ts';

/** What a replica can decide by in its own process. */
export const engineNames = ['cedar', 'opa-wasm', 'casbin'] as const;
export type EngineName = (typeof engineNames)[number];

/** Tells whether there is an engine of this name. */
export function isEngineName(name: string): name is EngineName {
  return engineNames.some((known) => known === name);
}

/**
 * Makes an engine. Of the three libraries only the one that is needed is loaded.
 * @param wanted the policy sets that it will be asked
 */
export async function createEngine(name: EngineName, wanted: ReadonlySet<string>): Promise<PolicyEngine> {
  switch (name) {
    case 'cedar':
      return (await import('./cedar-engine.ts')).createCedarEngine(wanted);
    case 'opa-wasm':
      return (await import('./opa-wasm/opa-wasm-engine.ts')).createOpaWasmEngine(wanted);
    case 'casbin':
      return (await import('./casbin/casbin-engine.ts')).createCasbinEngine(wanted);
    default:
      return name satisfies never;
  }
}
