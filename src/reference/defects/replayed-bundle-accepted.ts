import type { SeedPolicy } from './defect.ts';
import { confirmedByComing } from './wraps/confirmed-by-coming.ts';

/** Activates whatever is signed and differs from what it has, newer or older. */
export const seedPolicy: SeedPolicy = (parts) => ({
  ...confirmedByComing(parts),
  ruleOnRevision: (active, _highest, offered) =>
    active?.revision === offered.revision ? 'confirm' : 'activate',
});
