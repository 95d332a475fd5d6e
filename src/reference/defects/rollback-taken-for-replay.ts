import type { Seed } from './defect.ts';

/** Takes what was in force once before for a replay, whatever its number, and stays with what was to be taken back. */
export const seed: Seed = (parts) => {
  const { embedded } = parts;
  const taken: number[] = [];
  return {
    ...parts,
    embedded: {
      ...embedded,
      revision() {
        const now = embedded.revision();
        // The drills publish one policy and take it back: the third is the first again.
        if (now > 0 && !taken.includes(now) && taken.length < 2) taken.push(now);
        return taken.at(-1) ?? now;
      },
    },
  };
};
