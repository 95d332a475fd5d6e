import { localSet } from '../app/decide/local.ts';
import type { Seed } from './defect.ts';
import { memoised } from './wraps/memoised.ts';

/** Remembers local decisions, and does not forget them when another policy comes into force. */
export const seed: Seed = (parts) => ({ ...parts, embedded: memoised(parts.embedded, [localSet]) });
