import type { ChangeEvent } from '../model/event.ts';
import type { Plan, PlannedChange } from '../plan/plan.ts';
import type { JournalFacts } from './journal-facts.ts';
import { countOf } from './kinds.ts';
import type { ObservationKind } from './kinds.ts';
import { loadRequirements } from './load-evidence.ts';
import { isProved } from './matrix.ts';
import type { Drilled } from './matrix.ts';
import type { CellFacts, ScenarioWorld } from './scenario-world.ts';
import { faultTitle, shortly } from './wording.ts';

/** Something that has to be proved before a scenario can pass. */
export interface Requirement {
  readonly met: boolean;
  /** What is missing where it is not, in a sentence. */
  readonly otherwise: string;
}

/** Everything that has to be proved, what is largest first. */
export function requirementsOf(
  plan: Plan,
  world: ScenarioWorld,
  facts: JournalFacts,
  kinds: readonly ObservationKind[],
  drilled: readonly Drilled[],
): readonly Requirement[] {
  return [
    ...runRequirements(facts),
    ...loadRequirements(plan, facts.loads),
    ...gateRequirements(plan, facts),
    ...changeRequirements(plan, facts),
    ...faultRequirements(plan, world),
    ...sampleRequirements(plan, world, facts, kinds, drilled),
  ];
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
  const note = end?.note === undefined ? '' : ` (${shortly(end.note.split('; '))})`;
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
  return plan.changes.map((change) => {
    const events = facts.changes.filter((event) => event.change === change.id);
    const has = (edge: ChangeEvent['edge']): boolean => events.some((event) => event.edge === edge);
    const lost = events.find((event) => event.edge === 'failed' && event.replica !== undefined)?.replica;
    if (change.kind !== 'restart' && lost !== undefined)
      return {
        met: false,
        otherwise: `${lost} did not come back with the release that brings ${change.id}.`,
      };
    const toBeRefused = change.kind === 'publish' && change.refused;
    return { met: has('served') || (toBeRefused && has('refused')), otherwise: undone(change) };
  });
}

function undone(change: PlannedChange): string {
  switch (change.kind) {
    case 'publish':
      return change.refused
        ? `Nothing says what became of the policy ${change.policy}, which was to be refused.`
        : `The policy ${change.policy} was never served.`;
    case 'rollback':
      return 'The rollback was never served.';
    case 'revoke':
      return `The policy ${change.policy}, which withdraws what ${change.subject} may do, was never served.`;
    case 'restart':
      return `${change.replica} did not come back from its restart.`;
  }
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

/**
 * Every cell needs its samples under every fault; without any fault, in the whole scenario. Where something larger is
 * missing (the fault itself, half of the run), that its samples are missing too goes without saying.
 */
function sampleRequirements(
  plan: Plan,
  world: ScenarioWorld,
  facts: JournalFacts,
  kinds: readonly ObservationKind[],
  drilled: readonly Drilled[],
): readonly Requirement[] {
  if (facts.end?.reason !== 'completed') return [];
  const needed = plan.minSamples;
  if (plan.faults.length > 0) {
    return drilled
      .filter(({ span }) => isProved(span))
      .map(({ planned, cell, samples }) => ({
        met: samples >= needed,
        otherwise: `${question(cell)} has ${samples} judged answers under \u201c${faultTitle(planned.spec)}\u201d, ${needed} are needed.`,
      }));
  }
  return world.cells.map((cell) => {
    const samples = countOf(kinds, (kind) => kind.cell === cell && kind.verdict !== 'inconclusive');
    return {
      met: samples >= needed,
      otherwise: `${question(cell)} has ${samples} judged answers, ${needed} are needed.`,
    };
  });
}

function question({ cell }: CellFacts): string {
  return `${cell.do} as ${cell.as} on ${cell.on}`;
}
