import { entryFile } from './entry.ts';

/** Who plays the remote policy service of a drill: a child that speaks the child-process protocol, as all others do. */
export interface PolicyServiceProgram {
  /** Path of its main module. */
  readonly entry: string;
  /** What it is told besides where its bundles are. */
  readonly env: Readonly<Record<string, string>>;
}

/** Ours: Cedar in the process. */
export function referencePolicyService(): PolicyServiceProgram {
  return { entry: entryFile('reference/policy-service/main'), env: {} };
}

/** An Open Policy Agent behind a front of ours. @param program path of it */
export function opaPolicyService(program: string): PolicyServiceProgram {
  return { entry: entryFile('reference/opa-policy-service/main'), env: { OPA_PROGRAM: program } };
}
