import type { SeedPolicy } from './defect.ts';

/** Pause after the first failure. */
const firstPauseMs = 3_000;

/** Spares a service that does not answer: after each failure it is left alone for three times as long as before. */
export const seedPolicy: SeedPolicy = (parts) => {
  let pauseMs = firstPauseMs;
  let dueAt = -Infinity;
  return {
    ...parts,
    client: {
      ...parts.client,
      async fetch(asked) {
        if (parts.clocks.now() < dueAt) throw new Error('the bundle service is left alone');
        try {
          const answer = await parts.client.fetch(asked);
          pauseMs = firstPauseMs;
          return answer;
        } catch (error) {
          dueAt = parts.clocks.now() + pauseMs;
          pauseMs *= 3;
          throw error;
        }
      },
    },
  };
};
