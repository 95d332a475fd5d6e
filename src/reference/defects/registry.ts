import type { Seed } from './defect.ts';

/**
 * Seeded defects of the reference application: mistakes that real applications make, each of which a drill must
 * find. One is chosen by `LEDGER_DEFECT` and never on by default. To add one, write a file here that exports
 * `seed` and enter it below. Importing this list loads none of them.
 */
interface SeededDefect {
  /** What is wrong, in a line. */
  readonly description: string;
  readonly load: () => Promise<{ readonly seed: Seed }>;
}

/** By id, which says what goes wrong in three words. */
export const defects: Readonly<Record<string, SeededDefect>> = {
  'fail-open-on-timeout': {
    description: 'allows when the policy service does not answer in time',
    load: () => import('./fail-open-on-timeout.ts'),
  },
  'cache-without-bound': {
    description: 'repeats cached decisions however old they are',
    load: () => import('./cache-without-bound.ts'),
  },
  'degrade-without-redaction': {
    description: 'answers degraded requests with the data that had to be hidden',
    load: () => import('./degrade-without-redaction.ts'),
  },
  'stale-context-accepted': {
    description: 'decides on context values however old they are',
    load: () => import('./stale-context-accepted.ts'),
  },
  'cache-survives-rollback': {
    description: 'repeats decisions of a policy that was replaced since',
    load: () => import('./cache-survives-rollback.ts'),
  },
  'decision-not-logged': {
    description: 'logs only what a policy decided, not the fallbacks',
    load: () => import('./decision-not-logged.ts'),
  },
  'crash-on-outage': {
    description: 'ends when the policy service cannot be asked',
    load: () => import('./crash-on-outage.ts'),
  },
  'retry-past-budget': {
    description: 'asks the policy service again and again, whatever the caller’s budget',
    load: () => import('./retry-past-budget.ts'),
  },
};

/** Every id that `LEDGER_DEFECT` may have. */
export const defectIds: readonly string[] = Object.keys(defects);
