import { describe, expect, it } from 'vitest';
import { authzDrill, runsFolder } from '../testing/authz-drill.ts';

/** One of each kind: a wrong allow, something stale, something shown, nobody there, a wrong record, a revocation unheard of. */
const representative = [
  'fail-open-on-timeout',
  'stale-context-accepted',
  'degrade-without-redaction',
  'crash-on-outage',
  'log-wrong-outcome',
  'revocation-ignored-locally',
];

describe('seeded defects', () => {
  it(
    'are caught, each by the check that names its cause; `selftest` tries them all',
    { timeout: 300_000 },
    async () => {
      const out = await runsFolder();
      const ended = await authzDrill(
        'selftest',
        '--sound',
        '0',
        '--seed',
        '7',
        '--json',
        '--out',
        out,
        '--defect',
        ...representative,
      );
      expect(JSON.parse(ended.stdout)).toMatchObject({
        defects: representative.length,
        caught: representative.length,
        missed: [],
        notDecided: [],
      });
      expect(ended.code).toBe(0);
    },
  );
});
