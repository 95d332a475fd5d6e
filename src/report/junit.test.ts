import { describe, expect, it } from 'vitest';
import { renderJunit } from './junit.ts';
import { withHostileText } from './testing/hostile-result.ts';
import { sampleResult } from './testing/sample-result.ts';
import { elementsOf } from './testing/xml.ts';

function tally(xml: string): Readonly<Record<string, number>> {
  const names = elementsOf(xml);
  const of = (name: string): number => names.filter((one) => one === name).length;
  return {
    suites: of('testsuite'),
    cases: of('testcase'),
    failures: of('failure'),
    errors: of('error'),
    skipped: of('skipped'),
  };
}

describe('junit.xml', () => {
  it('has a suite a scenario and a testcase a check', () => {
    expect(tally(renderJunit(sampleResult('pass')))).toEqual({
      suites: 13,
      cases: 86,
      failures: 0,
      errors: 0,
      skipped: 25,
    });
  });

  it('makes a failed check a failure, an unclear one an error, and counts them at the top', () => {
    const xml = renderJunit(sampleResult('fail'));
    expect(tally(xml)).toEqual({ suites: 13, cases: 86, failures: 3, errors: 1, skipped: 25 });
    expect(xml).toContain(
      '<testsuites name="authz-drill ledger" tests="86" failures="3" errors="1" skipped="25" time="74.218"',
    );
    expect(xml).toContain(
      '<failure type="critical" message="Requests were allowed that the contract does not allow">',
    );
    expect(xml).toContain(
      '<error type="inconclusive" message="9 decisions of report:export in the outage, 20 are needed.">',
    );
    expect(xml).toContain(
      'reproduce: authz-drill run scenarios/policy-service/policy-service-black-hole.yaml --seed 4712',
    );
  });

  it('cannot be read as a pass when nothing was run', () => {
    expect(tally(renderJunit(sampleResult('empty')))).toEqual({
      suites: 1,
      cases: 1,
      failures: 0,
      errors: 1,
      skipped: 0,
    });
  });

  it('cannot be read as a pass when a verdict rests on no check', () => {
    const passed = sampleResult('pass');
    const scenarios = passed.scenarios.map((scenario, index) =>
      index === 0 ? { ...scenario, verdict: 'fail' as const } : scenario,
    );
    const xml = renderJunit({ ...passed, verdict: 'fail', scenarios });
    expect(tally(xml)).toMatchObject({ cases: 87, failures: 1 });
  });

  it('stays well-formed whatever an application calls things', () => {
    for (const kind of ['pass', 'fail', 'inconclusive', 'empty'] as const) {
      expect(tally(renderJunit(withHostileText(sampleResult(kind))))).toEqual(
        tally(renderJunit(sampleResult(kind))),
      );
    }
  });
});

describe('the reader that checks it', () => {
  it.each([
    '<a><b></a></b>',
    '<a x="1" x="2"/>',
    '<a>&nbsp;</a>',
    '<a>&</a>',
    '<a/><b/>',
    '<a',
    '<a>\u0001</a>',
    '<a x=1/>',
    '<a>',
  ])('refuses %s', (xml) => {
    expect(() => elementsOf(xml)).toThrow(/./u);
  });
});
