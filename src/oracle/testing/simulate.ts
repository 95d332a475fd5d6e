import type { Decision, Mode } from '../../model/decision.ts';
import type { JournalEvent } from '../../model/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { hiddenTruth } from './hidden-truth.ts';
import type { HiddenTruth } from './hidden-truth.ts';
import { journalOf } from './journal-builder.ts';
import type { JournalBuilder } from './journal-builder.ts';
import { chanceFrom } from './random.ts';
import type { Chance } from './random.ts';
import type { SimulatedDefect } from './simulated-defect.ts';
import { anyOrder, simulatedProbes } from './simulated-probes.ts';
import { simulatedReplica } from './simulated-replica.ts';
import type { TrueChange } from './true-changes.ts';

interface SimulationOptions {
  readonly seed: number;
  readonly defect?: SimulatedDefect;
  /** Whether the machine stands still now and then, as it does when it is busy. */
  readonly stalls?: boolean;
}

/** The probes' own patience. */
const deadlineMs = 1_000;

/** How long a sound application may hold a record back before it sends it. */
const recordsWithinMs = 200;

/** A decision as it was really made, whether anybody got to hear of it or not. */
export interface TrueDecision {
  readonly cell: number;
  readonly replica: string;
  readonly sent: number;
  readonly decided: number;
  /** The publication by whose policy it was. */
  readonly rule: string | null;
  readonly outcome: Decision;
  readonly mode: Mode;
  /** Whoever asked had given up by then. */
  readonly unheard: boolean;
}

/** A drill with what really happened in it. */
export interface Simulation {
  readonly journal: JournalBuilder;
  readonly truth: HiddenTruth;
  readonly decisions: readonly TrueDecision[];
  readonly bundleOf: (replica: string, t: number) => number;
}

/** Conducts a plan without any process: an application, sound or not, under faults whose true moments stay hidden. */
export function simulate(plan: Plan, options: SimulationOptions): JournalBuilder {
  return simulation(plan, options).journal;
}

/** The same, and the truth with it. */
export function simulation(plan: Plan, { seed, defect, stalls = false }: SimulationOptions): Simulation {
  const chance = chanceFrom(seed);
  const truth = hiddenTruth(plan, chance, { stalls });
  const journal = journalOf(plan);
  tell(journal, truth);
  const arrivals: number[] = [];
  const decisions: TrueDecision[] = [];
  const replicas = new Map(
    plan.replicas.map((name) => [
      name,
      simulatedReplica(plan, truth, chance, name, defect ?? null, arrivals),
    ]),
  );
  for (const { intended, at, cell, turn } of simulatedProbes(plan, truth, chance)) {
    const there = plan.replicas.filter((each) => !isSetAside(truth, each, at));
    const name = there[turn % Math.max(1, there.length)];
    const answer = name === undefined ? undefined : replicas.get(name)?.ask(cell, at);
    if (name === undefined || answer === undefined) continue;
    const { done, decided, rule, outcome, mode, revision, exposed } = answer;
    const took = done - at + chance.between(0.05, 2);
    const base = { cell, at, intended, replica: name };
    const end = truth.absences.find(
      (one) => one.replica === name && one.how !== 'paused' && at <= one.began && one.began <= at + took,
    );
    if (outcome !== 'error' && (end === undefined || decided <= end.began))
      decisions.push({
        cell,
        replica: name,
        sent: at,
        decided,
        rule,
        outcome,
        mode,
        unheard: decided > at + deadlineMs,
      });
    if (end !== undefined)
      journal.ask({ ...base, took: end.began - at, outcome: 'error', error: 'ECONNRESET' });
    else if (took > deadlineMs)
      journal.ask({ ...base, took: deadlineMs, outcome: 'timeout', error: 'timeout' });
    else if (outcome === 'error') journal.ask({ ...base, took, outcome, error: 'status 500' });
    else {
      const unlogged =
        (defect === 'decision-not-logged' && chance.happens(0.05)) ||
        isRecordLost(plan, truth, chance, name, done);
      journal.ask({
        ...base,
        took,
        outcome,
        mode,
        revision,
        ...(exposed === undefined ? {} : { exposed }),
        ...(unlogged ? { record: null } : {}),
        ...(defect === 'wrong-outcome-logged' && mode === 'deny'
          ? { record: { outcome: 'allow' as const } }
          : {}),
      });
    }
  }
  return {
    journal: withTraffic(journal, arrivals, plan, chance),
    truth,
    decisions,
    bundleOf: (replica, t) => replicas.get(replica)?.revision(t) ?? NaN,
  };
}

/** Journals what the harness does and is told. */
function tell(journal: JournalBuilder, { faults, changes, absences, stalls }: HiddenTruth): void {
  for (const fault of faults) journal.fault(fault.id, fault.edges);
  for (const change of changes) tellChange(journal, change);
  for (const { replica, setAside, began, ended, how, change, known } of absences) {
    if (change !== null) {
      journal.change(change, 'ordered', setAside, undefined, { replica });
      journal.change(change, 'served', known, undefined, { replica });
    }
    if (how === 'paused') continue;
    journal.process(replica, 'exited', began + (ended - began) / 4);
    journal.process(replica, 'started', ended + (known - ended) / 2);
  }
  for (const { from, to } of stalls) journal.stall(from, to);
}

/** Whoever orders it has it approved, unless the glass is broken. */
function tellChange(journal: JournalBuilder, change: TrueChange): void {
  const { id, refused, orderedAgain } = change;
  const signed = { by: 'operator', approvedBy: 'security' };
  const glass = { by: 'on-call', breakGlass: true } as const;
  journal.change(id, 'ordered', change.ordered);
  if (refused !== null) journal.change(id, 'refused', refused, undefined, signed);
  if (orderedAgain !== null) journal.change(id, 'ordered', orderedAgain, undefined, { breakGlass: true });
  if (change.served === Infinity) return;
  journal.change(id, 'served', change.confirmed, change.revision, orderedAgain === null ? signed : glass);
}

function isSetAside({ absences }: HiddenTruth, replica: string, at: number): boolean {
  return absences.some((one) => one.replica === replica && one.setAside <= at && at <= one.ended);
}

/** What was in a killed process's memory is gone, and so is what its owner may lose. */
function isRecordLost(
  plan: Plan,
  truth: HiddenTruth,
  chance: Chance,
  replica: string,
  done: number,
): boolean {
  const sinkDown = truth.faults.some(
    ({ spec, began, ended }) =>
      spec.on === 'log-sink' &&
      (spec.replica === undefined || spec.replica === replica) &&
      began <= done + recordsWithinMs &&
      done <= ended,
  );
  if (sinkDown && plan.contract.decisionLog.whenSinkDown === 'drop') return chance.happens(0.7);
  return truth.absences.some(
    ({ replica: of, how, began }) =>
      of === replica &&
      how !== 'paused' &&
      done <= began &&
      ((how === 'killed' && began - done < recordsWithinMs) || sinkDown) &&
      chance.happens(0.7),
  );
}

function withTraffic(
  journal: JournalBuilder,
  arrivals: readonly number[],
  plan: Plan,
  chance: Chance,
): JournalBuilder {
  const end = (plan.phases.at(-1)?.to ?? 0) + 1_000;
  let from = -chance.between(0, 50);
  let read = from;
  while (read < end) {
    const next = read + chance.between(200, 400);
    const since = read;
    const requests = arrivals.filter((at) => since < at && at <= next).length;
    const to = next + chance.between(0, 15);
    journal.traffic(from, to, requests);
    from = next - chance.between(0, 15);
    read = next;
  }
  return journal;
}

/** A journal's events in another order, in which it could as well have been written: the header stays first. */
export function shuffled(events: readonly JournalEvent[], seed: number): readonly JournalEvent[] {
  const [header, ...rest] = events;
  return header === undefined ? [] : [header, ...anyOrder(rest, chanceFrom(seed))];
}
