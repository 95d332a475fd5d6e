import { describe, expect, it } from 'vitest';
import { check } from '../../score/testing/judgements.ts';
import { judgeCase } from './defect-case.ts';
import { renderSelftestMarkdown } from './markdown.ts';
import { renderSelftestPage } from './page.ts';
import { selftestReport, type SelftestReport } from './report.ts';
import { renderSelftest } from './terminal.ts';
import { alarm, exercise, failOpen, judged, late, resultOf } from './testing/exercises.ts';

const facts = {
  runId: 'selftest-1',
  seed: 7,
  commit: 'abc1234',
  startedAt: '2026-01-02T03:04:05.000Z',
  durationMs: 61_000,
  soundRuns: 1,
};
const unsure = check({ outcome: 'inconclusive', note: 'Too many could not be judged.' });
const caseNamed = (id: string, ...results: Parameters<typeof resultOf>) => {
  const defect = { ...failOpen, id };
  return judgeCase(
    defect,
    [judged(exercise({ group: id, defect: id }), resultOf(...results))],
    id === 'vague',
  );
};
const cases = [
  caseNamed('fail-open', [alarm, late]),
  caseNamed('sly', [check(), late]),
  caseNamed('vague', [unsure]),
];
const soundly = (scenario: string, ...results: Parameters<typeof resultOf>) =>
  judged(exercise({ group: 'sound-1', defect: null }, scenario), resultOf(...results));
const sound = [
  soundly('one', [check()]),
  soundly('two', [unsure], ['It was not steady.']),
  soundly('three', [alarm]),
];
const report = selftestReport(cases, sound, facts);
const clean = selftestReport(cases.slice(0, 1), sound.slice(0, 1), facts);
const lines = (of: SelftestReport): string => renderSelftest(of, { colour: false }).join('\n');

describe('a self-test', () => {
  it('counts what was caught, missed and not decided, and what was a false alarm', () => {
    expect(report).toMatchObject({
      defects: 3,
      caught: 1,
      missed: ['sly'],
      notDecided: ['vague'],
      again: ['vague'],
      soundRuns: 1,
      falseAlarms: 1,
      sound: {
        drills: 3,
        passed: 1,
        inconclusive: 1,
        alarms: [{ run: 'sound-1', scenario: 'three', check: 'no-wrong-allow', violation: 'wrong-allow' }],
      },
    });
    expect(Object.keys(report).slice(0, 5)).toEqual([
      'defects',
      'caught',
      'missed',
      'soundRuns',
      'falseAlarms',
    ]);
  });

  it('begins with all of it in a few sentences', () => {
    expect(lines(report).split('\n')[0]).toBe(
      '1 of 3 seeded defects caught, each by the check that names its cause. Missed: sly. Not decided: vague. ' +
        '1 false alarm in 3 drills of the sound application (1 run of the library, 1 of them inconclusive).',
    );
    expect(lines(clean)).toContain('No false alarm in 1 drill of the sound application');
    expect(lines(selftestReport([], [], { ...facts, soundRuns: 0 }))).toContain('was not drilled');
  });

  it('has a line for each defect, and says of the others why', () => {
    expect(lines(report)).toMatch(
      /✓ fail-open {2}caught +no-wrong-allow \(wrong-allow\) {2}made-for-it {2}\+1/,
    );
    expect(lines(report)).toMatch(/✗ sly +MISSED /);
    expect(lines(report)).toMatch(/\? vague +NOT DECIDED /);
    expect(lines(report)).toContain('sly: the check passed; failed instead: late (sly/made-for-it.ndjson)');
    expect(lines(report)).toContain('vague: Too many could not be judged; run again alone');
    expect(lines(report)).toContain('false alarm in three: no-wrong-allow (wrong-allow). So many');
  });

  it('is told as a page as well', () => {
    const page = renderSelftestPage(report).replace(/\s+/gu, ' ');
    expect(page).toContain('<b class="verdict">FAIL.</b> 1 of 3 seeded defects caught');
    expect(page).toContain('<small>by-catch: late</small>');
    expect(page).toContain('<code>sound-1/three</code> no-wrong-allow (wrong-allow): So many');
    expect(page).not.toMatch(/undefined|null|NaN/);
    expect(renderSelftestPage(clean)).not.toContain('False alarms');
  });

  it('is told in Markdown as well', () => {
    const text = renderSelftestMarkdown(report);
    expect(text).toMatch(/^## Self-test: FAIL\n/);
    expect(text).toContain('| `fail-open`<br>allows whatever is asked | ✓ caught |');
    expect(text).toContain('- `sound-1/three` `no-wrong-allow` (wrong-allow): So many');
    expect(renderSelftestMarkdown(clean)).toMatch(/^## Self-test: PASS\n/);
    expect(renderSelftestMarkdown(clean)).not.toContain('False alarms');
    expect(renderSelftestMarkdown(selftestReport(cases.slice(2), [], facts))).toContain('NOT DECIDED');
  });
});
