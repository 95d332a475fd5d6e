import { setTimeout as pause } from 'node:timers/promises';
import type { SeedPolicy } from './defect.ts';

/** How long a policy takes to load. */
const loadsForMs = 400;

/** Takes the old rules away before it has the new ones: until then nothing is permitted. */
export const seedPolicy: SeedPolicy = (parts) => {
  let loading = false;
  return {
    ...parts,
    engine: {
      ...parts.engine,
      async prepare(files) {
        loading = true;
        try {
          await pause(loadsForMs);
          return await parts.engine.prepare(files);
        } finally {
          loading = false;
        }
      },
      decide: (set, question) =>
        loading ? { outcome: 'deny', reason: 'no rule permits it' } : parts.engine.decide(set, question),
    },
  };
};
