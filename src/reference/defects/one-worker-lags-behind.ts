import type { Seed } from './defect.ts';

/** How long after the first worker the second takes a new policy up. */
const lagMs = 1_500;

/** Decides by two workers in turn, each with a policy of its own, and tells only the first when there is a new one. */
export const seed: Seed = (parts) => {
  const { embedded } = parts;
  let latest = 0;
  let before = 0;
  let changedAt = 0;
  let turn = 0;

  function laggingRevision(): number {
    const now = embedded.revision();
    if (now !== latest) [before, latest, changedAt] = [latest, now, performance.now()];
    return before !== 0 && performance.now() - changedAt < lagMs ? before : latest;
  }

  return {
    ...parts,
    embedded: {
      ...embedded,
      revision() {
        const lagging = laggingRevision();
        return turn % 2 === 0 ? embedded.revision() : lagging;
      },
      ask(set, question, context) {
        turn++;
        return embedded.ask(set, question, context);
      },
    },
  };
};
