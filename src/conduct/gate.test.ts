import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mode, Outcome } from '../model/decision.ts';
import { modes, outcomes } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';
import { openGate, steadyAfter } from './gate.ts';
import { drillPlan } from './testing/drill-plan.ts';

const plan = drillPlan('.', []);
const { budgetMs } = plan.contract;

interface Answer {
  readonly cell: number;
  readonly replica: string;
  readonly outcome: Outcome;
  readonly mode: Mode;
  readonly tookMs: number;
}

const good = (cell: number, replica: string): Answer => ({
  cell,
  replica,
  outcome: cell === 0 ? 'allow' : 'deny',
  mode: 'remote',
  tookMs: 5,
});
const everywhere = plan.cells.flatMap((_, cell) => plan.replicas.map((replica) => good(cell, replica)));
const steady = Array.from({ length: steadyAfter }, () => everywhere).flat();
const anyAnswer: fc.Arbitrary<Answer> = fc.record({
  cell: fc.nat(1),
  replica: fc.constantFrom('r0', 'r1'),
  outcome: fc.constantFrom(...outcomes),
  mode: fc.constantFrom(...modes),
  tookMs: fc.nat(2 * budgetMs),
});

describe('the steady gate', () => {
  it('is closed before anything was seen, and says what it waits for', () => {
    expect(openGate(plan).reasons()).toEqual(
      ['alice', 'mallory'].flatMap((as) =>
        ['r0', 'r1'].map((replica) => `${as} payment:approve payment/p-1 on ${replica}: 0 of 3 answers`),
      ),
    );
  });

  it('opens on the last answers of every cell on every replica, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(anyAnswer), (before) => {
        expect(reasonsAfter([...before, ...steady])).toEqual([]);
      }),
    );
  });

  it('is closed by any one answer that is not healthy', () => {
    fc.assert(
      fc.property(anyAnswer, (last) => {
        const healthy =
          last.outcome === good(last.cell, '').outcome &&
          (last.mode === 'remote' || last.mode === 'local') &&
          last.tookMs <= budgetMs;
        expect(reasonsAfter([...steady, last])).toHaveLength(healthy ? 0 : 1);
      }),
    );
  });

  it.each<[string, Partial<Answer>, string]>([
    ['a wrong answer', { outcome: 'deny' }, 'deny instead of allow'],
    ['no answer', { outcome: 'timeout' }, 'timeout instead of allow'],
    ['a fallback', { mode: 'cache' }, 'answered by the fallback "cache"'],
    ['a late answer', { tookMs: budgetMs + 1_000 }, 'answered after 6 s, over the budget of 5 s'],
  ])('names %s', (_what, change, reason) => {
    expect(reasonsAfter([...steady, { ...good(0, 'r1'), ...change }])).toEqual([
      `alice payment:approve payment/p-1 on r1: ${reason}`,
    ]);
  });

  it('lets an undeclared action be denied in any mode', () => {
    const cells = plan.cells.map((cell, index) => ({ ...cell, undeclared: index === 1 }));
    const denied = everywhere.map((answer): Answer =>
      answer.cell === 1 ? { ...answer, mode: 'deny' } : answer,
    );
    const gate = openGate({ ...plan, cells });
    for (let asked = 0; asked < steadyAfter; asked++)
      for (const answer of denied) gate.note(observation(answer));
    expect(gate.reasons()).toEqual([]);
  });

  it('judges a target that tells no mode by its answers alone', () => {
    const gate = openGate(plan);
    for (const answer of steady) {
      const { mode: _untold, ...told } = observation(answer);
      gate.note(told);
    }
    expect(gate.reasons()).toEqual([]);
  });
});

function reasonsAfter(answers: readonly Answer[]): readonly string[] {
  const gate = openGate(plan);
  for (const answer of answers) gate.note(observation(answer));
  return gate.reasons();
}

function observation({ cell, replica, outcome, mode, tookMs }: Answer): ObservationEvent {
  return { type: 'observation', id: 0, cell, replica, intended: 0, sent: 1, received: tookMs, outcome, mode };
}
