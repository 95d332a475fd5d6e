import { readFileSync } from 'node:fs';
import { assert, constantFrom, integer, oneof, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../model/problem.ts';
import { loadContract, readContract } from './load.ts';
import { readYaml } from './yaml-source.ts';

const file = 'fixtures/ledger/contract.yaml';

describe('the contract of the ledger', () => {
  it('declares what the drills rest on', async () => {
    const { contract, problems } = await loadContract(file);
    expect(problems).toEqual([]);
    expect(contract).toMatchObject({
      service: 'ledger',
      policy: { pollEveryMs: 1_000, maxAgeMs: 3_000, onExpired: 'deny', rollback: { objectiveMs: 4_000 } },
      policyService: { timeoutMs: 250, attempts: 1 },
      revocation: { boundMs: 4_000 },
      budgetMs: 500,
      normalWithinMs: 1_000,
      inputs: {
        'context.risk': {
          local: false,
          type: 'text',
          maxAgeMs: 1_000,
          timeoutMs: 200,
          onStale: 'deny',
          onMissing: 'deny',
        },
      },
      obligations: { redact: { hide: ['/rows/*/iban', '/rows/*/amount'] } },
      actions: {
        'invoice:list': { decide: 'local', whenUnavailable: null },
        'invoice:read': {
          decide: 'remote',
          whenUnavailable: { mode: 'cache', maxAgeMs: 2_000, onMiss: 'deny' },
        },
        'report:export': {
          decide: 'remote',
          whenUnavailable: { mode: 'degrade', policy: 'coarse', obligations: ['redact'] },
        },
        'payment:approve': {
          decide: 'hybrid',
          uses: ['subject.roles', 'context.risk'],
          whenUnavailable: { mode: 'deny' },
        },
      },
    });
  });

  it('knows the line of each part that a finding may cite', async () => {
    const text = readFileSync(file, 'utf8').split('\n');
    const { lines } = await loadContract(file);
    const cited = {
      'actions.invoice:read': '  invoice:read:',
      'inputs.context.risk': '  context.risk:',
      'policy.rollback.objective': '    objective:',
      policy: 'policy:',
      decisionLog: 'decisionLog:',
      budget: 'budget:',
      normalWithin: 'normalWithin:',
    };
    for (const [path, start] of Object.entries(cited)) {
      expect(text[(lines[path] ?? 0) - 1]).toMatch(new RegExp(`^${start}`));
    }
  });
});

describe('a contract that leaves things out', () => {
  const text = readFileSync(file, 'utf8');

  it('gets the safe default', () => {
    const without = text.replaceAll(/, (onStale|onMissing|onMiss): deny/g, '').replace('  maxLoss: 0\n', '');
    expect(without).not.toBe(text);
    const { contract } = readContract(readYaml(file, without));
    expect(contract?.inputs['context.risk']).toMatchObject({ onStale: 'deny', onMissing: 'deny' });
    expect(contract?.actions['invoice:read']?.whenUnavailable).toMatchObject({ onMiss: 'deny' });
    expect(contract?.decisionLog.maxLoss).toBe(0);
  });

  it('is refused where there is no safe default', () => {
    const { contract, problems } = readContract(readYaml(file, text.replace(/^budget:.*\n/m, '')));
    expect(contract).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'missing-key', message: 'the key "budget" is missing' }]);
  });
});

describe('a contract with a slip of the finger anywhere', () => {
  const text = readFileSync(file, 'utf8');
  const slip = record({
    at: integer({ min: 0, max: text.length - 1 }),
    lost: integer({ min: 0, max: 30 }),
    typed: oneof(
      string({ maxLength: 3 }),
      constantFrom('  ', '\n', ': ', '- ', '*x', '&x ', '{', ']', 'null', '?'),
    ),
  });

  it('is either still a contract or answered with a problem in it, and never with a crash', () => {
    assert(
      property(slip, ({ at, lost, typed }) => {
        const slipped = text.slice(0, at) + typed + text.slice(at + lost);
        const { contract, problems } = readContract(readYaml(file, slipped));
        expect(contract === undefined).toBe(hasErrors(problems));
        const lines = slipped.split('\n');
        for (const { line, col } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(col).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        }
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
