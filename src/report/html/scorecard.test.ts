import { describe, expect, it } from 'vitest';
import { withHostileText } from '../testing/hostile-result.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { mostTelling } from './scenarios.ts';
import { renderScorecard } from './scorecard.ts';

const context = { now: '2026-11-24T07:00:00.000Z' };
const kinds = ['pass', 'fail', 'inconclusive', 'rollbacks', 'empty'] as const;

describe('the scorecard', () => {
  it('says the verdict first', () => {
    expect(renderScorecard(sampleResult('pass'), context)).toMatch(
      /<b class="verdict">PASS\.<\/b>\s+All 12 scenarios/u,
    );
    expect(renderScorecard(sampleResult('fail'), context)).toContain(
      '<title>FAIL · ledger · resilience scorecard</title>',
    );
  });

  it.each(kinds)('gives the same bytes for the same result: %s', (kind) => {
    expect(renderScorecard(sampleResult(kind), context)).toBe(renderScorecard(sampleResult(kind), context));
  });

  it.each(kinds)('stays under 300 KB for a run of twelve scenarios of fourteen checks: %s', (kind) => {
    const result = sampleResult(kind);
    const scenarios = result.scenarios.map((scenario) =>
      Object.assign({}, scenario, { checks: [...scenario.checks, ...scenario.checks] }),
    );
    expect(Buffer.byteLength(renderScorecard({ ...result, scenarios }, context))).toBeLessThan(300_000);
  });

  it('has every id once and no link to nowhere', () => {
    for (const kind of kinds) {
      const page = renderScorecard(sampleResult(kind), { ...context, history: [] });
      const ids = [...page.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const targets = [...page.matchAll(/(?:href="#|labelledby="|url\(#)([^")]+)/gu)].flatMap(([, to = '']) =>
        to.split(' '),
      );
      expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    }
  });

  it('lets nothing but its own stylesheet load or run', () => {
    const page = renderScorecard(sampleResult('pass'), context);
    expect(page).toMatch(
      /content="default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]{44}&#39;; base-uri/u,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<object|\sstyle="|\son\w+="|https?:/u);
  });

  it('escapes whatever an application, a contract or a scenario calls things', () => {
    const page = renderScorecard(withHostileText(sampleResult('fail')), context);
    expect(page).not.toMatch(/<script|<img|<\/style> \||(?![\n])\p{Cc}|\p{Bidi_Control}/u);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('has each finding in five parts, linked from its matrix cell', () => {
    const page = renderScorecard(sampleResult('fail'), context);
    for (const part of ['declared', 'seen', 'why it matters', 'what to change', 'how to reproduce']) {
      expect(page.split(`<dt>${part}</dt>`)).toHaveLength(4);
    }
    expect(page).toContain('<a href="#F1">wrong allow</a>');
    expect(page).toContain('<small>declared deny</small><small>37 of 310 allowed</small>');
  });

  it('says an overshoot in words and shows it', () => {
    const page = renderScorecard(sampleResult('fail'), context);
    expect(page).toContain('575 ms over the objective of 5,000 ms');
    expect(page).toContain('class="overshoot"');
    expect(renderScorecard(sampleResult('pass'), context)).not.toContain('class="overshoot"');
  });

  it('puts a rollback beside public incidents', () => {
    const page = renderScorecard(sampleResult('pass'), context).replace(/\s+/gu, ' ');
    expect(page).toContain('GitHub authorization service 2023-11-03 24 min');
    expect(page).toContain('Cloudflare WAF rule 2019-07-02 25 min');
    expect(page).toContain('Google Service Control 2025-06-12 40 min');
    expect(page).toContain('taking it back took 3.1 s, 7.5 times that');
  });

  it('says that a rollback could not be measured rather than draw one', () => {
    const passed = sampleResult('pass');
    const unmeasured = {
      totalMs: null,
      withinObjective: null,
      phases: [],
      blastRadius: [],
      wrongAllows: 0,
      wrongDenies: 0,
    };
    const scenarios = passed.scenarios.map((scenario) =>
      Object.assign({}, scenario, {
        rollback: scenario.rollback === null ? null : { ...scenario.rollback, ...unmeasured },
        rollbacks: scenario.rollbacks.map((one) => Object.assign({}, one, unmeasured)),
      }),
    );
    const page = renderScorecard({ ...passed, scenarios }, context);
    expect(page).toContain('How long the rollback took cannot be said from this run.');
    expect(page).toContain('no wrong decision was seen');
    expect(page).not.toMatch(/Rollback, phase by phase|NaN|Infinity|undefined|null/u);
  });

  it('never shows a grade or a good figure where there was no evidence', () => {
    const page = renderScorecard(sampleResult('empty'), context);
    expect(page).toContain('none while inconclusive');
    expect(page).toContain('Nothing was drilled.');
    expect(page).not.toContain('No decision broke the contract.');
    expect(page).not.toMatch(/<li class="none">/u);
  });

  it('names the policy service in the evidence where it was not ours', () => {
    const result = sampleResult('fail');
    const scenarios = result.scenarios.map((scenario) => ({
      ...scenario,
      evidence: { ...scenario.evidence, policyService: 'opa 1.9.0' },
    }));
    expect(renderScorecard({ ...result, scenarios }, context)).toMatch(
      /<th scope="row">policy service<\/th>\s*<td>\s*opa 1\.9\.0<\/td>/u,
    );
    expect(renderScorecard(result, context)).not.toContain('>policy service</th>');
  });

  it('names the engine of the application in the evidence where it was not the usual one', () => {
    const result = sampleResult('fail');
    const scenarios = result.scenarios.map((scenario) => ({
      ...scenario,
      evidence: { ...scenario.evidence, engine: 'casbin 5.51.1' },
    }));
    expect(renderScorecard({ ...result, scenarios }, context)).toMatch(
      /<th scope="row">engine in the application<\/th>\s*<td>\s*casbin 5\.51\.1<\/td>/u,
    );
    expect(renderScorecard(result, context)).not.toContain('>engine in the application</th>');
  });

  it('leaves out what it has no data for', () => {
    expect(renderScorecard(sampleResult('pass'), context)).not.toContain('id="trend"');
    expect(renderScorecard(sampleResult('pass'), context)).not.toContain('last passing run');
    const history = [
      { runId: 'a', startedAt: '2026-11-21T07:00:00.000Z', verdict: 'pass', grade: 'A' },
    ] as const;
    const page = renderScorecard(sampleResult('fail'), { ...context, history });
    expect(page).toContain('id="trend"');
    expect(page).toContain('last passing run <b>3 days ago</b>');
  });

  it('stays one that can be sent around, however many drills: what went wrong is drawn, the rest told in brief', () => {
    const { scenarios, ...failed } = sampleResult('fail');
    const many = Array.from({ length: 5 }, (_, nth) =>
      scenarios.map((scenario) => (nth === 0 ? scenario : { ...scenario, id: `${scenario.id}-${nth}` })),
    ).flat();
    const page = renderScorecard({ ...failed, scenarios: many }, context);
    expect(page.length).toBeLessThan(300_000);
    expect(page.split('<details class="scenario ')).toHaveLength(61);
    const drawn = page.split('<h4>Timeline').length - 1;
    expect(drawn).toBeGreaterThan(5);
    expect(page.replace(/\s+/gu, ' ')).toContain(`${60 - drawn} scenarios of 60 are told in brief`);
    const black = page.slice(page.indexOf('id="s1"'), page.indexOf('id="s2"'));
    expect(black).toContain('<h4>Timeline');
  });

  it('names what nobody drilled, folded away, and who answers for what', () => {
    const page = renderScorecard(sampleResult('pass'), context).replace(/\s+/gu, ' ');
    expect(page).toContain('2 cells under 2 faults were not drilled');
    expect(page).toContain('policy service redirects');
    expect(page).toContain('declared rollback within 5 s was drilled in 2 scenarios');
    expect(page).toContain('Policy comes with the release');
    expect(page).toContain(
      'as a signed bundle, asked for every 1 s; unconfirmed for longer than 3 s, everything is denied',
    );
    expect(page).toContain('refused by change control');
    expect(page).toContain(
      '<th scope="row">on-call</th> <td>rolled back <span class="badge">break-glass</span></td>',
    );
  });

  it('draws a fault that was never proved or healed as such', () => {
    const passed = sampleResult('pass');
    const scenarios = passed.scenarios.map((scenario) => {
      const faults = scenario.timeline.faults.map((fault) =>
        Object.assign({}, fault, { effective: null, healRequested: null, healed: null, proof: null }),
      );
      return Object.assign({}, scenario, { timeline: { ...scenario.timeline, faults } });
    });
    const page = renderScorecard({ ...passed, scenarios }, context);
    expect(page).toContain('requested +2.00 s, never proved effective; healing never asked for');
    expect(page).not.toContain('class="fault"');
  });
});

function openIn(kind: (typeof kinds)[number]): string | undefined {
  const result = sampleResult(kind);
  return result.scenarios[mostTelling(result)]?.id;
}

describe('the scenario that is open', () => {
  it('is the one of the gravest finding, else one in doubt, else the slowest rollback', () => {
    expect(openIn('fail')).toBe('policy-service-black-hole');
    expect(openIn('inconclusive')).toBe('policy-service-malformed');
    expect(openIn('pass')).toBe('rollback-bad-allow');
    expect(openIn('empty')).toBeUndefined();
  });
});
