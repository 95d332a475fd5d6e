import { setsOf } from '../engine/examine-set.ts';
import type { PolicyFiles } from '../engine/engine.ts';
import type { SeedPolicy } from './defect.ts';

/** Takes a set without a rule for one that nobody has set up, and lets everything through until somebody does. */
export const seedPolicy: SeedPolicy = (parts) => {
  let open: ReadonlySet<string> = new Set();
  return {
    ...parts,
    engine: {
      ...parts.engine,
      async prepare(files) {
        const putInForce = await parts.engine.prepare(files);
        return () => {
          putInForce();
          open = new Set([...setsOf(files)].filter((set) => !hasRule(files, set)));
        };
      },
      decide: (set, question) =>
        open.has(set) ? { outcome: 'allow', reason: 'there is no rule' } : parts.engine.decide(set, question),
    },
  };
};

function hasRule(files: PolicyFiles, set: string): boolean {
  return [...files].some(
    ([path, text]) =>
      path.startsWith(`${set}/`) && path.endsWith('.cedar') && /^(permit|forbid)\b/m.test(text),
  );
}
