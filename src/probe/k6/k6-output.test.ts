import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { exitOf, exitWords } from './exit-code.ts';
import { observationOf } from './observe.ts';
import { k6Options } from './options.ts';
import { readPoint } from './points.ts';
import { k6Arguments } from './process.ts';
import type { ReportedAnswer } from './script-input.ts';
import { readThresholds, thresholdOptions } from './thresholds.ts';

const answer: ReportedAnswer = {
  before: 1_000,
  after: 1_010,
  tookMs: 8.5,
  status: 403,
  errorCode: 1_403,
  error: '',
  headers: { 'authz-mode': 'remote' },
  body: '',
};
const turn = { id: 7, cell: 2, replica: 'r1', window: 'outage', givenAt: 99 };
const reading = {
  answer: {
    allow: [200],
    deny: [403],
    headers: { decisionId: 'i', mode: 'authz-mode', revision: 'v', ageMs: 'a', reason: 'w' },
  },
};
const wall = { at: (wallMs: number) => ({ from: wallMs - 901, to: wallMs - 898 }) };

describe('a line of k6', () => {
  it('tells an answer', () => {
    const line = {
      metric: 'authz_answer',
      type: 'Point',
      data: {
        time: '2026-01-01T00:00:00.1+02:00',
        value: 8.5,
        tags: { cell: '2', replica: 'r1' },
        metadata: { turn: '7', answer: JSON.stringify(answer) },
      },
    };
    expect(readPoint(JSON.stringify(line))).toEqual({ kind: 'answer', turn: 7, answer });
  });

  it.each([
    '{"type":"Metric","data":{"name":"authz_answer","type":"trend"},"metric":"authz_answer"}',
    '{"type":"Point","metric":"http_reqs","data":{"time":"t","value":1,"tags":null}}',
    '',
  ])('that is about something else is passed over: %s', (line) => {
    expect(readPoint(line)).toBeUndefined();
  });

  it('tells what was dropped', () => {
    const line = '{"type":"Point","metric":"dropped_iterations","data":{"time":"t","value":3,"tags":{}}}';
    expect(readPoint(line)).toEqual({ kind: 'dropped', count: 3 });
  });

  it('that should tell an answer and does not is refused', () => {
    expect(() => readPoint('{"type":"Point","metric":"authz_answer","data":{"value":1}}')).toThrow(ZodError);
  });
});

describe('an answer to k6', () => {
  it('is placed between the turn and its reading, as wide as the clocks are unsure', () => {
    expect(observationOf(turn, answer, wall, 300, reading, [])).toEqual({
      type: 'observation',
      id: 7,
      cell: 2,
      replica: 'r1',
      intended: 99,
      sent: 99,
      received: 112,
      outcome: 'deny',
      status: 403,
      mode: 'remote',
      source: 'k6',
      tookMs: 8.5,
    });
  });

  it('has all the time there was where the wall clock was moved', () => {
    const moved = { at: (wallMs: number) => ({ from: wallMs - 501, to: wallMs - 499 }) };
    expect(observationOf(turn, answer, moved, 300, reading, [])).toMatchObject({ sent: 99, received: 300 });
  });

  it.each([
    [1_050, { outcome: 'timeout' }],
    [1_212, { outcome: 'error', error: 'ECONNREFUSED' }],
    [1_000, { outcome: 'error', error: 'EOF' }],
  ])('that did not come is told by its code: %i', (errorCode, expected) => {
    const none = { ...answer, status: 0, errorCode, error: 'EOF' };
    expect(observationOf(turn, none, wall, 300, reading, [])).toMatchObject(expected);
  });
});

describe('thresholds', () => {
  const wanted = [{ phase: 'outage', p99Ms: 500 }];

  it('are asked and read in the same words', () => {
    expect(thresholdOptions(wanted)).toEqual({ 'http_req_duration{window:outage}': ['p(99)<500'] });
    const said = {
      http_req_duration: { values: {} },
      'http_req_duration{window:outage}': {
        values: { count: 40, 'p(99)': 612.5, max: 700 },
        thresholds: { 'p(99)<500': { ok: false } },
      },
    };
    expect(readThresholds(JSON.stringify(said), wanted)).toEqual([
      { phase: 'outage', withinMs: 500, answers: 40, p99Ms: 612.5, held: false },
    ]);
    expect(readThresholds('{}', wanted)).toEqual([]);
  });

  it('that were crossed are no failure of k6', () => {
    expect([0, 99, 107, null].map(exitOf)).toEqual(['held', 'crossed', 'broken', 'broken']);
    expect(exitWords(107, null)).toBe('ended with code 107, its script threw an error');
    expect(exitWords(null, 'SIGKILL')).toBe('was ended by SIGKILL');
  });
});

it('the options of k6 have whole rates, and users enough for every answer to be late', () => {
  const shape = { ratePerSecond: 12.5, forMs: 3_000.4, deadlineMs: 1_000, thresholds: [] };
  expect(k6Options(shape).scenarios.background).toEqual({
    executor: 'constant-arrival-rate',
    rate: 750,
    timeUnit: '1m',
    duration: '3001ms',
    preAllocatedVUs: 6,
    maxVUs: 21,
    gracefulStop: '6000ms',
  });
});

it('no secret is on the command line of k6', () => {
  expect(k6Arguments({ script: '/s.ts', input: '/i.json', points: '/p.ndjson' })).toEqual([
    'run',
    '--quiet',
    '--no-color',
    '--log-format=raw',
    '--no-usage-report',
    '--address=',
    '--out=json=/p.ndjson',
    '--env=AUTHZ_DRILL_INPUT=/i.json',
    '/s.ts',
  ]);
});
