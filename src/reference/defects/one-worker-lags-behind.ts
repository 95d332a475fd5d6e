import type { Seed } from './defect.ts';

/** How long after the first worker the second takes a new policy up. */
const lagMs = 1_500;

/** Has what it decides itself decided by two workers in turn, and tells only the first at once when there is a new policy. */
export const seed: Seed = (parts) => {
  const { embedded } = parts;
  let latest = 0;
  let before = 0;
  let changedAt = 0;
  let turn = 0;
  /** By which the answer just given was decided; whoever wants to know asks at once. */
  let decidedBy: number | undefined;

  function laggingRevision(): number {
    const now = embedded.revision();
    if (now !== latest) [before, latest, changedAt] = [latest, now, performance.now()];
    return before !== 0 && performance.now() - changedAt < lagMs ? before : latest;
  }

  return {
    ...parts,
    embedded: {
      ...embedded,
      revision: () => decidedBy ?? embedded.revision(),
      ask(set, question, context) {
        const lagging = laggingRevision();
        decidedBy = turn++ % 2 === 0 ? embedded.revision() : lagging;
        queueMicrotask(() => (decidedBy = undefined));
        return embedded.ask(set, question, context);
      },
    },
  };
};
