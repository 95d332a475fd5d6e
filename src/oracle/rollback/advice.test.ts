import { array, assert, constantFrom, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../contract/contract.ts';
import type { Rollback, RollbackPhase } from '../../model/result.ts';
import { testContract } from '../testing/test-plan.ts';
import { rollbackAdvice } from './advice.ts';

const polled = testContract.policy;
const longPolled: Contract['policy'] = { ...polled, longPollMs: 8_000 };
const release: Contract['policy'] = { ...polled, distribution: 'release' };
const fetched: Contract['policy'] = { ...polled, distribution: 'runtime-fetch' };

type Measured = Omit<Rollback, 'advice'>;

interface Made {
  readonly publicationMs?: number;
  /** How long after the good revision was served each replica had it. */
  readonly activeAfterMs?: readonly number[];
  readonly residueMs?: number;
  readonly detectionMs?: number;
  readonly errorMs?: number;
  readonly with?: Partial<Measured>;
}

function rollback({
  publicationMs = 20,
  activeAfterMs = [100],
  residueMs = 0,
  detectionMs = 30,
  errorMs = 5,
  with: others = {},
}: Made): Measured {
  const phase = (
    name: RollbackPhase['phase'],
    from: number,
    ms: number,
    replica: string | null = null,
  ): RollbackPhase => {
    return { phase: name, from, to: from + ms, ms, errorMs, replica, note: null };
  };
  const ordered = 2_000 + detectionMs;
  const served = ordered + publicationMs;
  const slowest = Math.max(...activeAfterMs);
  return {
    badRevision: 2,
    goodRevision: 3,
    policy: 'bad-allow',
    objectiveMs: 5_000,
    totalMs: publicationMs + slowest + residueMs,
    errorMs,
    withinObjective: true,
    phases: [
      phase('exposure', 1_000, 1_000),
      phase('detection', 2_000, detectionMs),
      phase('command', ordered, 0),
      phase('publication', ordered, publicationMs),
      ...activeAfterMs.map((ms, index) => phase('activation', served, ms, `r${index}`)),
      phase('residue', served + slowest, residueMs),
    ],
    blastRadius: [],
    wrongAllows: 1,
    wrongDenies: 0,
    undecided: 0,
    detector: 'probes',
    breakGlass: false,
    orderedBy: 'authz-drill',
    approvedBy: 'security',
    ...others,
  };
}

describe('advice on a rollback', () => {
  it('says how much of the time was the poll, and what long polling would save', () => {
    expect(rollbackAdvice(rollback({ publicationMs: 120, activeAfterMs: [300, 803] }), polled)[0]).toBe(
      '87 % of the time was the wait for the 1 s poll; long polling would save up to 800 ms.',
    );
  });

  it('knows what each way of distribution waits for', () => {
    const made = rollback({ activeAfterMs: [300, 800] });
    expect(rollbackAdvice(made, fetched)[0]).toContain('the next fetch, at most every 1 s');
    expect(rollbackAdvice(made, longPolled).join(' ')).not.toContain('poll');
    const [restarted] = rollbackAdvice(rollback({ activeAfterMs: [900, 1_800, 3_000] }), release);
    expect(restarted).toContain('starting 3 replicas again, one after another');
    expect(restarted).toContain('would save up to 1.8 s');
  });

  it('names the one replica that lags, and by how much', () => {
    const [first, second] = rollbackAdvice(rollback({ activeAfterMs: [400, 2_900, 700] }), polled);
    expect(first).toBe(
      'r1 had the good revision 2.2 s after all others: see what stood between it and the bundle service.',
    );
    expect(second).toContain('the 1 s poll');
  });

  it('takes replicas that are apart by less than a poll for what they are', () => {
    expect(rollbackAdvice(rollback({ activeAfterMs: [10, 950] }), polled)).toHaveLength(1);
  });

  it('suspects the way to the bundle service where all of them are late', () => {
    const [first] = rollbackAdvice(rollback({ activeAfterMs: [3_800, 4_000] }), polled);
    expect(first).toContain('took 3 s beyond one poll of 1 s');
    const [pushed] = rollbackAdvice(rollback({ activeAfterMs: [3_800, 4_000] }), longPolled);
    expect(pushed).toContain('took 4 s to reach the last replica');
  });

  it('tells of residue and of a slow publication', () => {
    const all = rollbackAdvice(
      rollback({ publicationMs: 600, activeAfterMs: [400], residueMs: 1_000 }),
      longPolled,
    );
    expect(all[0]).toContain('50 % of the time was residue: for 1 s the bad rule still answered');
    expect(all[1]).toContain('30 % of the time passed before the good revision was served at all: 600 ms');
  });

  it('tells of an alarm that came late, and of none', () => {
    const late = rollbackAdvice(rollback({ detectionMs: 4_000, with: { detector: 'command' } }), longPolled);
    expect(late[0]).toContain('passed before the alert command found out');
    expect(rollbackAdvice(rollback({ with: { detector: null } }), longPolled).at(-1)).toContain(
      'Nothing raised the alarm',
    );
  });

  it('tells of the broken glass even where the time is unknown', () => {
    const broken = { breakGlass: true, orderedBy: 'on-call', totalMs: null, withinObjective: null };
    expect(rollbackAdvice(rollback({ with: broken }), polled)).toEqual([
      'The glass had to be broken by on-call, as the bad rule refused to be taken back: keep who may roll back out of what a publication can change.',
    ]);
  });

  it('says nothing where nothing is long, or longer than it may be wrong by', () => {
    expect(rollbackAdvice(rollback({ publicationMs: 8, activeAfterMs: [20, 30] }), polled)).toEqual([]);
    expect(rollbackAdvice(rollback({ activeAfterMs: [700], errorMs: 900 }), polled)).toEqual([]);
  });

  it('never promises to save more than the whole took, and speaks in whole sentences', () => {
    const ms = nat({ max: 20_000 });
    const made = record({
      publicationMs: ms,
      activeAfterMs: array(ms, { minLength: 1, maxLength: 8 }),
      residueMs: ms,
      detectionMs: ms,
    });
    assert(
      property(made, constantFrom(polled, longPolled, release, fetched), (one, policy) => {
        for (const text of rollbackAdvice(rollback(one), policy)) {
          expect(text).toMatch(/^\w.*\.$/u);
          expect(text).not.toMatch(/NaN|Infinity|undefined|null|-\d/u);
          const shares = [...text.matchAll(/(\d+) %/gu)].map((match) => Number(match[1]));
          expect(shares.every((share) => share <= 100)).toBe(true);
        }
      }),
    );
  });
});
