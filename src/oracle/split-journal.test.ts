import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { mergeOutcomes } from '../model/check.ts';
import type { CheckResult } from '../model/check.ts';
import type { JournalEvent } from '../model/event.ts';
import type { FaultSpec } from '../model/fault.ts';
import type { ScenarioJudgement } from '../model/judgement.ts';
import { judgeScenario } from './judge-scenario.ts';
import { simulate } from './testing/simulate.ts';
import type { SimulatedDefect } from './testing/simulated-defect.ts';
import { testPlan } from './testing/test-plan.ts';

vi.setConfig({ testTimeout: 60_000 });

const faults = fc.constantFrom<readonly FaultSpec[]>(
  [],
  [{ type: 'refused', on: 'policy-service' }],
  [{ type: 'black-hole', on: 'policy-service', replica: 'r1' }],
  [{ type: 'refused', on: 'context-service' }],
  [{ type: 'refused', on: 'log-sink' }],
);
const inDecisions: readonly (SimulatedDefect | undefined)[] = [
  undefined,
  'fail-open-on-timeout',
  'cache-without-bound',
  'degrade-without-redaction',
  'stale-context-accepted',
  'error-instead-of-fallback',
  'fallback-for-ever',
];
const inTheLog: readonly SimulatedDefect[] = ['decision-not-logged', 'wrong-outcome-logged'];

/**
 * Checks that look at the drill as a whole, so that nothing that is judged of one replica alone adds up to what they say:
 * `no-request-storm` holds one count of requests against the decisions of all replicas; `steady-as-declared` asks whether the one
 * gate opened; `evidence-whole` whether every cell has its samples, wherever they were taken. What the others say is about single
 * answers. (Where policies change, one more thing is known through all replicas: what the policy service decides on.)
 */
const ofTheWhole: ReadonlySet<string> = new Set(['no-request-storm', 'steady-as-declared', 'evidence-whole']);

function isOf(event: JournalEvent, replica: string): boolean {
  if (event.type === 'observation' || event.type === 'decision-log') return event.replica === replica;
  return event.type !== 'traffic';
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

type Figures = Pick<CheckResult, 'outcome' | 'judged' | 'failed' | 'inconclusive'>;

/** A check that had nothing to judge is inconclusive once, however many parts had nothing either. */
function figures({ outcome, judged, failed, inconclusive }: Figures): Figures {
  return { outcome, judged, failed, inconclusive: judged === 0 ? 0 : inconclusive };
}

/** One check of several parts, put together. A part in which there was nothing to judge says nothing of the others. */
function merged(parts: readonly CheckResult[]): Figures {
  const telling = parts.filter(({ judged }) => judged > 0);
  const speaking = telling.length === 0 ? parts : telling;
  return figures({
    outcome: mergeOutcomes(speaking.map(({ outcome }) => outcome)),
    judged: sum(speaking.map(({ judged }) => judged)),
    failed: sum(speaking.map(({ failed }) => failed)),
    inconclusive: sum(speaking.map(({ inconclusive }) => inconclusive)),
  });
}

type Judged = ScenarioJudgement['scenario'];

const drill = (defects: readonly (SimulatedDefect | undefined)[]) =>
  fc.record({ specs: faults, made: fc.constantFrom(...defects), seed: fc.nat(), stalls: fc.boolean() });

type Drill = ReturnType<typeof drill> extends fc.Arbitrary<infer Value> ? Value : never;

function inParts({ specs, made, seed, stalls }: Drill): {
  readonly whole: Judged;
  readonly parts: readonly Judged[];
} {
  const plan = testPlan({ faults: specs });
  const options = made === undefined ? {} : { defect: made };
  const events = simulate(plan, { seed, stalls, ...options }).events();
  const judge = (of: readonly JournalEvent[]): Judged => judgeScenario(plan, of, '').scenario;
  return {
    whole: judge(events),
    parts: plan.replicas.map((replica) => judge(events.filter((event) => isOf(event, replica)))),
  };
}

describe('a journal that is split by replica and judged in parts', () => {
  it('comes to the same checks, and so to the same verdict', () => {
    fc.assert(
      fc.property(drill([...inDecisions, ...inTheLog]), (each) => {
        const { whole, parts } = inParts(each);
        const single = whole.checks.filter(({ id }) => !ofTheWhole.has(id));
        expect(single.map(({ id, ...check }) => ({ id, ...figures(check) }))).toEqual(
          single.map(({ id }) => ({
            id,
            ...merged(parts.flatMap(({ checks }) => checks.filter((one) => one.id === id))),
          })),
        );
      }),
      { seed: 4_711, numRuns: 25 },
    );
  });

  // Under which fault records went missing is said of all that are missing together, so that is left out here.
  it('comes to the same counts, and to the same failures in the matrix', () => {
    fc.assert(
      fc.property(drill(inDecisions), (each) => {
        const { whole, parts } = inParts(each);
        const { byMode, ...counts } = whole.counts;
        for (const [name, count] of Object.entries(counts))
          expect([name, sum(parts.map((part) => numberOf(part.counts, name)))]).toEqual([name, count]);
        for (const [mode, count] of Object.entries(byMode))
          expect([mode, sum(parts.map((part) => numberOf(part.counts.byMode, mode)))]).toEqual([mode, count]);
        for (const [row, { fault, cells }] of whole.matrix.entries())
          for (const [column, cell] of cells.entries()) {
            const same = parts.flatMap(({ matrix }) => matrix[row]?.cells[column] ?? []);
            const { action, failed, inconclusive } = cell;
            expect({ fault, action, failed, inconclusive }).toEqual({
              fault,
              action,
              failed: sum(same.map((one) => one.failed)),
              inconclusive: sum(same.map((one) => one.inconclusive)),
            });
            expect(cell.status === 'fail').toBe(same.some(({ status }) => status === 'fail'));
            // A part has fewer samples than the whole, so it may not know what the whole does, but not the other way round.
            expect(same.every(({ status }) => status === 'pass') && cell.status !== 'pass').toBe(false);
          }
      }),
      { seed: 4_711, numRuns: 25 },
    );
  });
});

function numberOf(counts: object, name: string): number {
  const found: unknown = Object.entries(counts).find(([key]) => key === name)?.[1];
  if (typeof found !== 'number') throw new Error(`there is no count ${name}`);
  return found;
}
