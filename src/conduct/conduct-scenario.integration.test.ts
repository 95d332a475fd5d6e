import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Journal } from '../journal/reader.ts';
import type { Bench } from './testing/bench.ts';
import { of, outage, recovery, setUpBench, steady } from './testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await setUpBench();
});
afterEach(() => bench.clear());

describe('a drill that goes as planned', () => {
  it('journals every edge in order, and what it saw between them', async () => {
    const { outcome, journal } = await bench.conduct([steady, outage, recovery]);
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'completed', cleanedUp: true, note: undefined });
    expect(edges(journal)).toEqual([
      'steady start',
      'gate true',
      'steady end',
      'outage start',
      'outage/1 requested',
      'outage/1 effective',
      'outage/1 heal-requested',
      'outage end',
      'recovery start',
      'outage/1 healed',
      'recovery end',
      'end completed',
    ]);
    expect(journal.header).toMatchObject({ runId: 'run', index: 0, plan: { seed: 7 } });
    expect(of(journal, 'fault').map(({ proof }) => proof)[1]).toMatch(
      /^r0\.policy-service ECONNREFUSED after .+; r1\.policy-service ECONNREFUSED after .+$/,
    );

    const observations = of(journal, 'observation');
    const [end] = of(journal, 'end');
    expect(end).toMatchObject({ requested: observations.length, achieved: observations.length });
    expect(new Set(observations.map(({ id }) => id)).size).toBe(observations.length);
    expect(observations.every(({ intended, sent, received }) => intended <= sent && sent <= received)).toBe(
      true,
    );
    const logged = new Set(of(journal, 'decision-log').map(({ decisionId }) => decisionId));
    expect(observations.every(({ decisionId }) => logged.has(decisionId ?? ''))).toBe(true);
  });

  it('keeps a fault for as long as declared after it was proved effective', async () => {
    const { journal } = await bench.conduct([steady, outage, recovery]);
    const at = faultTimes(journal);
    expect((at['heal-requested'] ?? 0) - (at['effective'] ?? 0)).toBeGreaterThanOrEqual(150);
    const end = of(journal, 'phase').find(({ phase, edge }) => phase === 'recovery' && edge === 'end');
    expect((end?.t ?? 0) - (at['healed'] ?? 0)).toBeGreaterThanOrEqual(100);
  });

  it('renews a fault that lasts longer than its lease', async () => {
    const { journal } = await bench.conduct([steady, outage, recovery], { timing: { renewEveryMs: 20 } });
    expect(of(journal, 'fault').map(({ edge }) => edge)).not.toContain('failed');
  });

  it('tells those who watch', async () => {
    const { heard } = await bench.conduct([steady, outage, recovery]);
    const kinds = heard.map(({ kind }) => kind);
    expect(kinds.slice(0, 3)).toEqual(['starting', 'started', 'phase']);
    expect(new Set(kinds)).toEqual(
      new Set(['starting', 'started', 'phase', 'counts', 'gate', 'fault', 'done']),
    );
    expect(heard.at(-1)).toMatchObject({ kind: 'done', reason: 'completed', wrong: 0, unanswered: 0 });
  });
});

function edges(journal: Journal): readonly string[] {
  return journal.events.flatMap((event) => {
    if (event.type === 'phase') return `${event.phase} ${event.edge}`;
    if (event.type === 'gate') return `gate ${event.steady}`;
    if (event.type === 'fault') return `${event.fault} ${event.edge}`;
    return event.type === 'end' ? `end ${event.reason}` : [];
  });
}

function faultTimes(journal: Journal): Readonly<Record<string, number>> {
  return Object.fromEntries(of(journal, 'fault').map(({ edge, t }) => [edge, t]));
}
