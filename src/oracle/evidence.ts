import type { Evidence } from '../model/result.ts';
import type { Plan } from '../plan/plan.ts';
import { countOutcomes } from './counts.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { JudgedObservation } from './judge-observation.ts';
import type { LogJudgement } from './judge-log.ts';
import { isProved } from './matrix.ts';
import type { Drilled } from './matrix.ts';
import type { ScenarioWorld } from './scenario-world.ts';
import { faultTitle } from './wording.ts';

export interface EvidenceJudgement {
  readonly report: Evidence;
  /** How many things had to be proved. */
  readonly required: number;
  /** What is not, in sentences. */
  readonly missing: readonly string[];
}

interface Requirement {
  readonly met: boolean;
  readonly otherwise: string;
}

/** What the verdict rests on. Whatever is missing here keeps the scenario from passing; it never makes it fail. */
export function judgeEvidence(
  plan: Plan,
  world: ScenarioWorld,
  facts: JournalFacts,
  judged: readonly JudgedObservation[],
  log: LogJudgement,
  drilled: readonly Drilled[],
  journalSha256: string,
): EvidenceJudgement {
  const requirements = [
    ...runRequirements(facts),
    ...gateRequirements(plan, facts),
    ...changeRequirements(plan, facts),
    ...faultRequirements(plan, world),
    ...sampleRequirements(plan, world, judged, drilled),
  ];
  const missing = requirements.filter((one) => !one.met).map((one) => one.otherwise);
  const { faults } = world;
  return {
    required: requirements.length,
    missing,
    report: {
      steady: isSteady(plan, facts),
      faultsRequested: plan.faults.length,
      faultsProved: faults.filter((span) => span.effective !== null).length,
      faultsHealed: faults.filter((span) => span.healed !== null).length,
      requestsAsked: facts.end?.requested ?? judged.length,
      requestsSent: facts.end?.achieved ?? judged.length,
      stalls: world.starvation.count,
      longestStallMs: world.starvation.longestMs,
      logRecords: log.records,
      logMatched: log.matched,
      logExpected: log.expected,
      cleanedUp: facts.cleanups.length > 0 && facts.cleanups.every((step) => step.ok),
      processes: new Set(
        facts.processes.filter((event) => event.edge === 'started').map((event) => event.pid),
      ).size,
      faultsLeft: faults.filter((span) => span.healed === null).length,
      clockUncertaintyMs: widestEdgeMs(world),
      journalSha256,
      budgetMs: plan.contract.budgetMs,
      outcomes: countOutcomes(judged),
      missing,
    },
  };
}

/** Whether every gate that the plan has was reached and found steady. */
export function isSteady(plan: Plan, facts: JournalFacts): boolean {
  return (
    plan.phases
      .filter((phase) => phase.steady)
      .every((phase) => facts.gates.some((gate) => gate.phase === phase.name && gate.steady)) &&
    facts.gates.every((gate) => gate.steady)
  );
}

function runRequirements(facts: JournalFacts): readonly Requirement[] {
  const { end } = facts;
  const note = end?.note === undefined ? '' : ` (${end.note})`;
  const died = facts.processes.find((event) => event.edge === 'exited' && !event.expected);
  const how =
    died?.signal ?? (died?.code === undefined || died.code === null ? 'unknown' : `code ${died.code}`);
  const dirty = facts.cleanups.find((step) => !step.ok);
  return [
    {
      met: end?.reason === 'completed',
      otherwise:
        end === null
          ? 'The journal breaks off before its end.'
          : `The run ended early: ${end.reason}${note}.`,
    },
    { met: died === undefined, otherwise: `${died?.name} ended although nobody asked it to (${how}).` },
    {
      met: facts.cleanups.length > 0 && dirty === undefined,
      otherwise:
        dirty === undefined
          ? 'Nothing says that the environment was cleaned up.'
          : `Cleanup did not succeed: ${dirty.step}.`,
    },
  ];
}

function gateRequirements(plan: Plan, facts: JournalFacts): readonly Requirement[] {
  const steady = plan.phases.filter((phase) => phase.steady);
  if (steady.length === 0) {
    return [
      {
        met: plan.faults.length === 0,
        otherwise: 'No steady phase shows that all was well before the faults.',
      },
    ];
  }
  return steady.map((phase) => ({
    met: facts.gates.some((gate) => gate.phase === phase.name && gate.steady),
    otherwise: `The steady state was not reached in the phase ${phase.name}.`,
  }));
}

function changeRequirements(plan: Plan, facts: JournalFacts): readonly Requirement[] {
  return plan.changes.map((change) => ({
    met: facts.changes.some((event) => event.change === change.id && event.edge === 'served'),
    otherwise:
      change.kind === 'publish'
        ? `The policy ${change.policy} was never served.`
        : 'The rollback was never served.',
  }));
}

function faultRequirements(plan: Plan, world: ScenarioWorld): readonly Requirement[] {
  return plan.faults.map((planned) => {
    const span = world.faults.find((each) => each.id === planned.id) ?? null;
    const what = `\u201c${faultTitle(planned.spec)}\u201d`;
    let otherwise = `${what} was never injected.`;
    if (span !== null)
      otherwise = `${what} was never proved to ${span.effective === null ? 'take effect' : 'be healed'}.`;
    return { met: isProved(span), otherwise };
  });
}

/** Every cell needs its samples under every fault; without any fault, in the whole scenario. */
function sampleRequirements(
  plan: Plan,
  world: ScenarioWorld,
  judged: readonly JudgedObservation[],
  drilled: readonly Drilled[],
): readonly Requirement[] {
  const needed = plan.minSamples;
  if (plan.faults.length > 0) {
    return drilled.map(({ planned, cell: { cell }, samples }) => ({
      met: samples >= needed,
      otherwise: `${cell.do} as ${cell.as} on ${cell.on} has ${samples} judged answers under \u201c${faultTitle(planned.spec)}\u201d, ${needed} are needed.`,
    }));
  }
  const samples = new Map<number, number>();
  for (const { seen, verdict } of judged) {
    if (verdict !== 'inconclusive') samples.set(seen.cell, (samples.get(seen.cell) ?? 0) + 1);
  }
  return world.cells.map(({ cell, index }) => ({
    met: (samples.get(index) ?? 0) >= needed,
    otherwise: `${cell.do} as ${cell.as} on ${cell.on} has ${samples.get(index) ?? 0} judged answers, ${needed} are needed.`,
  }));
}

/** The widest span between asking for a fault's edge and its proof: in it both worlds were possible. */
function widestEdgeMs(world: ScenarioWorld): number {
  const widths = world.faults.flatMap((span) => [
    ...(span.effective === null ? [] : [span.effective - span.requested]),
    ...(span.healed === null || span.healRequested === null ? [] : [span.healed - span.healRequested]),
  ]);
  return Math.max(0, ...widths);
}
