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
      suites: 14,
      cases: 88,
      failures: 0,
      errors: 0,
      skipped: 25,
    });
  });

  it('makes a failed check a failure, an unclear one an error, and counts them at the top', () => {
    const xml = renderJunit(sampleResult('fail'));
    expect(tally(xml)).toEqual({ suites: 14, cases: 88, failures: 4, errors: 1, skipped: 25 });
    expect(xml).toContain(
      '<testsuites name="authz-drill ledger" tests="88" failures="4" errors="1" skipped="25" time="74.218"',
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

  it('has a testcase for every rollback, whose time is the time that it took', () => {
    const xml = renderJunit(sampleResult('rollbacks'));
    const suite = xml.slice(xml.indexOf('<testsuite name="rollback"'));
    expect(suite).toContain(
      '<testcase name="bad-allow in rollback-eight-replicas" classname="rollback" time="3.013"/>',
    );
    expect(suite.split('<testcase name="bad-allow in rollback-repeated')).toHaveLength(11);
    expect(suite).toContain('<skipped message="cannot be said; the objective is 5,000 ms"/>');
    expect(suite).toContain('<property name="break-glass" value="1"/>');
    expect(tally(xml)).toMatchObject({ failures: 0, errors: 0 });
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
    expect(tally(xml)).toMatchObject({ cases: 89, failures: 1 });
  });

  it('stays well-formed whatever an application calls things', () => {
    for (const kind of ['pass', 'fail', 'inconclusive', 'rollbacks', 'empty'] as const) {
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
