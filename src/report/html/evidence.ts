import { formatMs } from '../../model/time.ts';
import type { Evidence, ScenarioResult } from '../../model/result.ts';
import { count, countOf, shortened } from '../words.ts';
import { html, prose, type Html } from './html.ts';

interface Fact {
  readonly what: string;
  readonly value: string | Html;
  /** Whether it supports the verdict; null for a figure that neither does nor does not. */
  readonly good: boolean | null;
}

/** What makes the scenario's verdict worth believing. */
export function evidenceTable(scenario: ScenarioResult): Html {
  return html`<section class="part">
    <h4>Evidence</h4>
    <table class="plain facts">
      <caption class="hidden">
        Evidence of ${scenario.title}
      </caption>
      <tbody>
        ${facts(scenario.evidence, scenario.seed).map(
          ({ what, value, good }) =>
            html`<tr>
              <th scope="row">${what}</th>
              <td>${good !== null && mark(good)} ${value}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      scenario.evidence.missing.length > 0 &&
      html`<p class="say">Missing:</p>
        <ul class="missing">
          ${scenario.evidence.missing.map((what) => html`<li>${prose(shortened(what, 300))}</li>`)}
        </ul>`
    }
  </section>`;
}

function facts(evidence: Evidence, seed: number): readonly Fact[] {
  const {
    faultsRequested: faults,
    faultsProved,
    faultsHealed,
    logMatched,
    logExpected,
    cleanedUp,
    faultsLeft,
  } = evidence;
  const undecided = (['error', 'timeout', 'malformed'] as const).filter(
    (outcome) => evidence.outcomes[outcome] > 0,
  );
  const proof: readonly Fact[] =
    faults === 0
      ? []
      : [
          {
            what: 'faults proved effective',
            value: share(faultsProved, faults),
            good: faultsProved === faults,
          },
          { what: 'faults proved healed', value: share(faultsHealed, faults), good: faultsHealed === faults },
        ];
  return [
    {
      what: 'steady before',
      value: evidence.steady ? 'yes' : 'no, so nothing was injected',
      good: evidence.steady,
    },
    ...proof,
    { what: 'requests sent', value: share(evidence.requestsSent, evidence.requestsAsked), good: null },
    { what: 'decisions in the log', value: share(logMatched, logExpected), good: logMatched >= logExpected },
    ...undecided.map((outcome) => ({
      what: `answers: ${outcome}`,
      value: count(evidence.outcomes[outcome]),
      good: null,
    })),
    { what: 'clock uncertainty', value: `±${formatMs(evidence.clockUncertaintyMs)}`, good: null },
    { what: 'stalls of the machine', value: stalls(evidence), good: null },
    {
      what: 'cleaned up',
      value: `${cleanedUp ? countOf(evidence.processes, 'process', 'processes') : 'not proved'}, ${countOf(faultsLeft, 'fault')} left`,
      good: cleanedUp && faultsLeft === 0,
    },
    ...(evidence.policyService === undefined
      ? []
      : [{ what: 'policy service', value: evidence.policyService, good: null }]),
    ...(evidence.engine === undefined
      ? []
      : [{ what: 'engine in the application', value: evidence.engine, good: null }]),
    ...loadFacts(evidence.load),
    { what: 'seed', value: String(seed), good: null },
    {
      what: 'journal, SHA-256',
      value: html`<code class="hash">${evidence.journalSha256}</code>`,
      good: null,
    },
  ];
}

/** Of a load nothing is good or bad here: what its answers were is judged with all others. */
function loadFacts(load: Evidence['load']): readonly Fact[] {
  if (load === undefined) return [];
  if (load.version === null) return [{ what: 'load', value: load.note ?? 'none', good: null }];
  const dropped = load.dropped === 0 ? '' : `, ${count(load.dropped)} arrivals dropped`;
  const exit = load.exitCode === null ? 'no exit code' : `exit code ${load.exitCode}`;
  return [
    {
      what: `load by ${load.engine} ${load.version}`,
      value: `${share(load.answered, load.asked)} requests told of${dropped}; ${exit}`,
      good: null,
    },
    ...load.thresholds.map(({ phase, withinMs, p99Ms, answers, held }) => ({
      what: `${load.engine}: 99 of 100 in ${phase} within ${formatMs(withinMs)}`,
      value:
        p99Ms === null
          ? 'no answers'
          : `${held ? 'held' : 'crossed'}: within ${formatMs(p99Ms)}, of ${count(answers)} answers`,
      good: null,
    })),
  ];
}

function share(part: number, whole: number): string {
  return `${count(part)} of ${count(whole)}`;
}

function stalls({ stalls: times, longestStallMs }: Evidence): string {
  return times === 0 ? 'none' : `${count(times)}, longest ${formatMs(longestStallMs)}`;
}

function mark(good: boolean): Html {
  return good
    ? html`<span class="mark-pass" aria-hidden="true">✓</span>`
    : html`<span class="mark-unsafe" aria-hidden="true">✗</span><span class="hidden">not so:</span>`;
}
