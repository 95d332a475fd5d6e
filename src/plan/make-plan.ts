import type { Contract } from '../contract/contract.ts';
import type { Problem } from '../model/problem.ts';
import { publicationOf, type Publication } from '../scenario/check-changes.ts';
import { repeatedPhases } from '../scenario/repeat.ts';
import type { Change, Probe, Scenario, ScenarioPhase, WrongAnswer } from '../scenario/scenario.ts';
import type { Target } from '../target/target.ts';
import type { Plan, PlannedChange, PlannedFault, PlannedPhase } from './plan.ts';

/** Everything a plan is made from. */
export interface PlanParts {
  readonly scenario: Scenario;
  readonly contract: Contract;
  /** Line of every key of the contract file by its dotted path. */
  readonly contractLines: Readonly<Record<string, number>>;
  readonly target: Target;
  /** Decides every random choice of the run: arrivals, order of probes, jitter. */
  readonly seed: number;
  readonly warnings: readonly Problem[];
}

/**
 * Resolves a checked scenario into a plan: the same parts always make the same plan.
 * @throws Error where the scenario names what it does not have, which its checks would have found
 */
export function makePlan(parts: PlanParts): Plan {
  const { scenario, contract, target, seed } = parts;
  const rounds = repeatedPhases(scenario.phases, scenario.repeat);
  const phases = placePhases(scenario, rounds, contract);
  return {
    scenario: { id: scenario.id, title: scenario.title, why: scenario.why, file: scenario.file },
    seed,
    contract,
    contractFile: scenario.contract,
    contractLines: parts.contractLines,
    target,
    replicas: Array.from({ length: scenario.replicas }, (_, index) => `r${index}`),
    cells: scenario.probes,
    ratePerSecond: scenario.ratePerSecond,
    focusPerSecond: scenario.focusPerSecond,
    ...placeLoad(scenario, rounds, contract),
    minSamples: scenario.minSamples,
    phases,
    faults: placeFaults(rounds, phases),
    changes: placeChanges(scenario.probes, rounds, phases),
    drainMs: scenario.drainMs,
    warnings: parts.warnings,
  };
}

function placePhases(
  scenario: Scenario,
  phases: readonly ScenarioPhase[],
  contract: Contract,
): PlannedPhase[] {
  let from = 0;
  return phases.map((phase) => {
    const to = from + phase.forMs;
    const placed = {
      name: phase.name,
      from,
      to,
      steady: phase.steady,
      ratePerSecond: phase.ratePerSecond ?? scenario.ratePerSecond,
      normalWithinMs: phase.normalWithinMs ?? contract.normalWithinMs,
    };
    from = to;
    return placed;
  });
}

/** Where k6 asks, each phase that breaks something has a threshold: its own, or else the contract's budget. */
function placeLoad(
  { background }: Scenario,
  phases: readonly ScenarioPhase[],
  { budgetMs }: Contract,
): Pick<Plan, 'load'> {
  if (background === null) return {};
  const thresholds = phases.flatMap(({ name, p99Ms, faults }) =>
    p99Ms === null && faults.length === 0 ? [] : [{ phase: name, p99Ms: p99Ms ?? budgetMs }],
  );
  return { load: { ...background, thresholds } };
}

function placeFaults(written: readonly ScenarioPhase[], phases: readonly PlannedPhase[]): PlannedFault[] {
  return phases.flatMap(({ name, from, to }, index) =>
    (written[index]?.faults ?? []).map((spec, position) => ({
      id: `${name}/${position + 1}`,
      phase: name,
      from,
      to,
      spec,
    })),
  );
}

function placeChanges(
  probes: readonly Probe[],
  written: readonly ScenarioPhase[],
  phases: readonly PlannedPhase[],
): PlannedChange[] {
  const published: (Publication & { readonly id: string })[] = [];
  return phases.flatMap(({ name, from }, index) =>
    (written[index]?.changes ?? []).map((change, position) => {
      const id = `${name}/${change.kind}-${position + 1}`;
      const placed = placeChange(change, { id, phase: name, at: from }, probes, published);
      if (change.kind === 'publish' && !change.refused)
        published.push({ id, phase: name, policy: change.policy });
      return placed;
    }),
  );
}

function placeChange(
  change: Change,
  place: Pick<PlannedChange, 'id' | 'phase' | 'at'>,
  probes: readonly Probe[],
  published: readonly (Publication & { readonly id: string })[],
): PlannedChange {
  if (change.kind === 'publish') {
    const wrong = change.wrong.map((one) => ({ cell: cellOf(one, probes), answers: one.answers }));
    const { policy, approvedBy, refused } = change;
    return { ...place, kind: 'publish', policy, wrong, approvedBy, refused };
  }
  if (change.kind === 'revoke') {
    const { subject, policy } = change;
    return { ...place, kind: 'revoke', subject, policy, denies: cellsOf(subject, probes) };
  }
  if (change.kind === 'restart') {
    return { ...place, kind: 'restart', replica: change.replica, signal: change.signal };
  }
  const of = published[publicationOf(change.of, published)]?.id;
  if (of === undefined)
    throw new Error(`the rollback ${place.id} takes back "${change.of}", never published`);
  const { afterMs, breakGlass, detector } = change;
  return { ...place, kind: 'rollback', of, afterMs, breakGlass, detector };
}

function cellsOf(subject: string, probes: readonly Probe[]): number[] {
  return probes.flatMap((one, cell) => (one.as === subject ? [cell] : []));
}

function cellOf(wrong: WrongAnswer, probes: readonly Probe[]): number {
  const cell = probes.findIndex((one) => one.as === wrong.as && one.do === wrong.do && one.on === wrong.on);
  if (cell === -1) throw new Error(`no probe asks for ${wrong.as} ${wrong.do} ${wrong.on}`);
  return cell;
}
