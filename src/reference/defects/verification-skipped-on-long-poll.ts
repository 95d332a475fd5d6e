import { unpackArchive } from '../bundle/archive.ts';
import { readContent } from '../bundle/content.ts';
import type { SeedPolicy } from './defect.ts';
import { confirmedByComing } from './wraps/confirmed-by-coming.ts';

/** Verifies what it polls for, and puts in force as it comes what it has waited for: a second way in, without the check. */
export const seedPolicy: SeedPolicy = (parts) => {
  let waited = false;
  return {
    ...confirmedByComing(parts),
    client: {
      ...parts.client,
      fetch(asked) {
        waited = asked.waitMs > 0;
        return parts.client.fetch(asked);
      },
    },
    verify: async (archive) => (waited ? readContent(await unpackArchive(archive)) : parts.verify(archive)),
  };
};
