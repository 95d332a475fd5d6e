import type { Case } from './case.ts';
import { fallbackCache } from './fallback-cache.ts';
import { fallbackDegrade } from './fallback-degrade.ts';
import { fallbackDeny } from './fallback-deny.ts';
import type { InputValues } from './input-values.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';

/** What the contract declares for an action whose policy service cannot be asked. Nothing declared is a deny. */
export function fallBack(parts: Parts, asked: Case, inputs: InputValues, cause: string): Verdict {
  const declared = asked.declared.whenUnavailable;
  if (declared?.mode === 'degrade') return fallbackDegrade(parts, asked, declared, inputs, cause);
  if (declared?.mode === 'cache') return fallbackCache(parts, asked, declared, inputs, cause);
  return fallbackDeny(parts, asked, cause);
}
