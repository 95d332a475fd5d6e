import type { JournalEvent } from '../../model/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { hiddenTruth } from './hidden-truth.ts';
import type { HiddenTruth } from './hidden-truth.ts';
import { journalOf } from './journal-builder.ts';
import type { JournalBuilder } from './journal-builder.ts';
import { chanceFrom } from './random.ts';
import type { Chance } from './random.ts';
import type { SimulatedDefect } from './simulated-defect.ts';
import { simulatedReplica } from './simulated-replica.ts';

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

/** Conducts a plan without any process: an application, sound or not, under faults whose true moments stay hidden. */
export function simulate(plan: Plan, { seed, defect, stalls = false }: SimulationOptions): JournalBuilder {
  const chance = chanceFrom(seed);
  const truth = hiddenTruth(plan, chance, { stalls });
  const journal = journalOf(plan);
  tell(journal, truth);
  const arrivals: number[] = [];
  const replicas = new Map(
    plan.replicas.map((name) => [
      name,
      simulatedReplica(plan, truth, chance, name, defect ?? null, arrivals),
    ]),
  );
  let nth = 0;
  let round: readonly number[] = [];
  for (const intended of moments(plan, chance)) {
    if (nth % plan.cells.length === 0) round = anyOrder(plan.cells.keys(), chance);
    const cell = round[nth % plan.cells.length] ?? 0;
    const turn = Math.floor(nth / plan.cells.length);
    nth += 1;
    const at = intended + chance.between(0, 3);
    const there = plan.replicas.filter((each) => !isSetAside(truth, each, at));
    const name = there[turn % Math.max(1, there.length)];
    const answer = name === undefined ? undefined : replicas.get(name)?.ask(cell, at);
    if (name === undefined || answer === undefined) continue;
    const { done, outcome, mode, revision, exposed } = answer;
    const took = done - at + chance.between(0.05, 2);
    const base = { cell, at, intended, replica: name };
    const end = truth.absences.find(
      (one) => one.replica === name && one.how !== 'paused' && at <= one.began && one.began <= at + took,
    );
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
  return withTraffic(journal, arrivals, plan, chance);
}

/** When probes are due, phase by phase at its own rate. */
function moments(plan: Plan, chance: Chance): readonly number[] {
  return plan.phases.flatMap(({ from, to, ratePerSecond }) => {
    const due: number[] = [];
    const everyMs = 1_000 / ratePerSecond;
    for (let t = from + 5; t < to; t += everyMs * chance.between(0.5, 1.5)) due.push(t);
    return due;
  });
}

/** Journals what the harness does and is told. */
function tell(journal: JournalBuilder, { faults, changes, absences, stalls }: HiddenTruth): void {
  for (const fault of faults) journal.fault(fault.id, fault.edges);
  for (const change of changes) {
    journal.change(change.id, 'ordered', change.ordered);
    journal.change(change.id, 'served', change.confirmed, change.revision);
  }
  for (const { replica, setAside, began, ended, how, change, known } of absences) {
    if (change !== null) {
      journal.change(change, 'ordered', setAside);
      journal.change(change, 'served', known);
    }
    if (how === 'paused') continue;
    journal.process(replica, 'exited', began + (ended - began) / 4);
    journal.process(replica, 'started', ended + (known - ended) / 2);
  }
  for (const { from, to } of stalls) journal.stall(from, to);
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

function anyOrder<T>(items: Iterable<T>, chance: Chance): readonly T[] {
  return [...items]
    .map((item) => ({ item, key: chance.unit() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
