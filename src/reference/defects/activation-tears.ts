import { setTimeout as pause } from 'node:timers/promises';
import { localSet } from '../app/decide/local.ts';
import { createCedarEngine } from '../engine/cedar-engine.ts';
import type { PolicyEngine } from '../engine/engine.ts';
import type { SeedPolicy } from './defect.ts';

/** What is decided in the process, in the order in which it is loaded. */
const sets = [localSet, 'coarse'] as const;
/** How long each set takes to load. */
const loadsForMs = 300;

/** Loads the sets of a policy one after the other into the one that is in force, and names its revision when it has them all. */
export const seedPolicy: SeedPolicy = (parts) => {
  const decidedBy = new Map<string, PolicyEngine>();
  return {
    ...parts,
    engine: {
      ...parts.engine,
      async prepare(files) {
        for (const set of sets) {
          const next = createCedarEngine(new Set([set]));
          await next.activate(files);
          decidedBy.set(set, next);
          await pause(loadsForMs);
        }
        return () => undefined;
      },
      decide: (set, question) => (decidedBy.get(set) ?? parts.engine).decide(set, question),
    },
  };
};
