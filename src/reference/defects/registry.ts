import type { Defects } from './defect.ts';
import { answerDefects } from './lists/answers.ts';
import { beliefDefects } from './lists/beliefs.ts';
import { cacheDefects } from './lists/cache.ts';
import { degradeDefects } from './lists/degrade.ts';
import { distributionDefects } from './lists/distribution.ts';
import { failureDefects } from './lists/failures.ts';
import { inputDefects } from './lists/inputs.ts';
import { logDefects } from './lists/log.ts';
import { policyDefects } from './lists/policy.ts';
import { trustDefects } from './lists/trust.ts';

/**
 * Seeded defects of the reference application: mistakes that real applications make, each of which a drill must
 * find. One is chosen by `LEDGER_DEFECT` and never on by default. To add one, write a file here that exports
 * `seed` or `seedPolicy` and enter it in one of the lists. Importing them loads none of the defects.
 */
export const defects: Defects = {
  ...answerDefects,
  ...beliefDefects,
  ...failureDefects,
  ...cacheDefects,
  ...degradeDefects,
  ...inputDefects,
  ...logDefects,
  ...policyDefects,
  ...trustDefects,
  ...distributionDefects,
};

/** Every id that `LEDGER_DEFECT` may have. */
export const defectIds: readonly string[] = Object.keys(defects);
