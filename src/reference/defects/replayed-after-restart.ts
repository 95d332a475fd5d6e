import { forgetfulStore } from '../policy/state-store.ts';
import type { SeedPolicy } from './defect.ts';
import { confirmedByComing } from './wraps/confirmed-by-coming.ts';

/** Refuses an older bundle for as long as it lives: which was the newest it knows by heart, and by nothing else. */
export const seedPolicy: SeedPolicy = (parts) => ({ ...confirmedByComing(parts), store: forgetfulStore });
