import { describe, expect, it } from 'vitest';
import type { LoadEvent } from '../model/event.ts';
import type { Plan } from '../plan/plan.ts';
import { loadEvidence, loadRequirements } from './load-evidence.ts';
import { journalOf } from './testing/journal-builder.ts';
import { judgementOf, lastVerdict } from './testing/judged.ts';
import { cells, testPlan } from './testing/test-plan.ts';

const plan: Plan = {
  ...testPlan({ faults: [{ type: 'refused', on: 'policy-service' }] }),
  load: { engine: 'k6', ratePerSecond: 50, thresholds: [{ phase: 'outage', p99Ms: 500 }] },
};
const started: LoadEvent = { type: 'load', t: 1, engine: 'k6', edge: 'started', version: 'v1.0.0' };
const crossed: LoadEvent = {
  type: 'load',
  t: 9_000,
  engine: 'k6',
  edge: 'ended',
  code: 99,
  asked: 40,
  answered: 40,
  dropped: 2,
  thresholds: [{ phase: 'outage', withinMs: 500, p99Ms: 612, answers: 40, held: false }],
};
const broken: LoadEvent = { ...crossed, code: 107, thresholds: [], note: 'it ended with code 107' };
const absent: LoadEvent = { type: 'load', t: 1, engine: 'k6', edge: 'absent', note: 'not to be had' };

describe('load by k6', () => {
  it('whose threshold was crossed is evidence, and nothing is missing', () => {
    const { scenario } = judgementOf(plan, journalOf(plan).add(started, crossed));
    expect(scenario.evidence.load).toMatchObject({
      version: 'v1.0.0',
      exitCode: 99,
      dropped: 2,
      answered: 40,
    });
    expect(loadRequirements(plan, [started, crossed]).every(({ met }) => met)).toBe(true);
  });

  it.each([
    ['broke', [started, broken], 'The load by k6 broke: it ended with code 107.'],
    ['never ended', [started], 'The load by k6 broke: nothing tells of its end.'],
    ['is not told of', [], 'The load by k6 broke: nothing tells of its end.'],
  ])('that %s is missing', (_how, events, otherwise) => {
    expect(loadRequirements(plan, events)).toEqual([{ met: false, otherwise }]);
    const { scenario } = judgementOf(plan, journalOf(plan).add(...events));
    expect(scenario.evidence.missing).toContain(otherwise);
  });

  it('that could not be made takes nothing from the verdict', () => {
    expect(loadRequirements(plan, [absent])).toEqual([]);
    expect(loadEvidence([absent])).toMatchObject({ load: { version: null, note: 'not to be had' } });
  });

  it('is late by its own measure, not by how unsure its clock is', () => {
    const asked = { cell: cells.aliceRead, at: 300, took: 520, outcome: 'allow', source: 'k6' } as const;
    expect(lastVerdict(plan, journalOf(plan).ask({ ...asked, tookMs: 480 }))).toBe('pass');
    expect(lastVerdict(plan, journalOf(plan).ask({ ...asked, tookMs: 515 }))).not.toBe('pass');
  });
});
