import { violationsBySeverity } from '../../model/violation.ts';
import { categoryWeights } from '../../model/check.ts';
import { dependencies } from '../../model/fault.ts';
import type { Result } from '../../model/result.ts';

/** What an application, a contract or a scenario might put into a name to break out of a report. */
const hostileText = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&amp; </style> | [x](javascript:1) **b** @all ]]> \u001b[31m\u202e\u0000\ud800\n# h`;

/** Words with a meaning of their own in the result's type, which no application can choose. */
const fixedWords: ReadonlySet<string> = new Set([
  ...violationsBySeverity,
  ...Object.keys(categoryWeights),
  ...dependencies,
  'critical',
  'major',
  'minor',
  'pass',
  'fail',
  'inconclusive',
  'not-applicable',
  'not-drilled',
  'allow',
  'deny',
  'exposure',
  'detection',
  'command',
  'publication',
  'activation',
  'residue',
  'release',
  'signed-bundle',
  'runtime-fetch',
  'degrade',
  'keep',
  'publish',
  'rollback',
  'revoke',
  'served',
  'refused',
  'failed',
  'unanswered',
  'probes',
  'none',
  'before',
  'during',
  'after',
  'out',
  'maybe-out',
  'slow',
  'lying',
  'input-frozen',
  'input-missing',
  'A',
  'B',
  'C',
  'D',
  'F',
]);

/** The same result with hostile text after every string that comes from outside. */
export function withHostileText(result: Result): Result {
  return JSON.parse(JSON.stringify(result), (_key, value: unknown) =>
    typeof value === 'string' && !fixedWords.has(value) ? value + hostileText : value,
  );
}
