import type { SeedPolicy } from './defect.ts';
import { confirmedByComing } from './wraps/confirmed-by-coming.ts';

/** Refuses a lower revision, and takes another bundle under the same: it compares numbers, not contents. */
export const seedPolicy: SeedPolicy = (parts) => ({
  ...confirmedByComing(parts),
  ruleOnRevision(active, highest, offered) {
    const ruling = parts.ruleOnRevision(active, highest, offered);
    return ruling === 'conflicting' ? 'activate' : ruling;
  },
});
