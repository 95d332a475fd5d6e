import type { SeedPolicy } from './defect.ts';

/**
 * Asks with the tag of the last bundle that came, also if it was refused. "Not modified" is then said of that one, and
 * makes the policy young that stayed in force instead.
 */
export const seedPolicy: SeedPolicy = (parts) => {
  let latest: string | undefined;
  return {
    ...parts,
    client: {
      ...parts.client,
      async fetch(asked) {
        const answer = await parts.client.fetch({ ...asked, etag: latest ?? asked.etag });
        if (answer.kind === 'bundle') latest = answer.etag;
        return answer;
      },
    },
    confirm: (answer, question) =>
      answer.kind === 'unchanged' ? Promise.resolve(undefined) : parts.confirm(answer, question),
  };
};
