import { setTimeout as pause } from 'node:timers/promises';
import { createCedarEngine } from '../engine/cedar-engine.ts';
import { setsOf } from '../engine/examine-set.ts';
import type { PolicyEngine } from '../engine/engine.ts';
import type { SeedPolicy } from './defect.ts';

/** How long each set takes to load. */
const loadsForMs = 250;

/** Loads the sets of a policy one after the other into the one that is in force, and names its revision when it has them all. */
export const seedPolicy: SeedPolicy = (parts) => {
  const decidedBy = new Map<string, PolicyEngine>();
  return {
    ...parts,
    engine: {
      ...parts.engine,
      async prepare(files) {
        const next = createCedarEngine();
        await next.activate(files);
        for (const set of [...setsOf(files)].toSorted().toReversed()) {
          decidedBy.set(set, next);
          await pause(loadsForMs);
        }
        return () => undefined;
      },
      decide: (set, question) => (decidedBy.get(set) ?? parts.engine).decide(set, question),
    },
  };
};
