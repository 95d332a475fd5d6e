import type { JournalEvent } from '../../model/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { hiddenTruth } from './hidden-truth.ts';
import { journalOf } from './journal-builder.ts';
import type { JournalBuilder } from './journal-builder.ts';
import { chanceFrom } from './random.ts';
import { simulatedReplica } from './simulated-replica.ts';
import type { SimulatedDefect } from './simulated-replica.ts';

interface SimulationOptions {
  readonly seed: number;
  readonly defect?: SimulatedDefect;
  /** Whether the machine stands still now and then, as it does when it is busy. */
  readonly stalls?: boolean;
}

/** The probes' own patience. */
const deadlineMs = 1_000;

/** Conducts a plan without any process: an application, sound or not, under faults whose true moments stay hidden. */
export function simulate(plan: Plan, { seed, defect, stalls = false }: SimulationOptions): JournalBuilder {
  const chance = chanceFrom(seed);
  const truth = hiddenTruth(plan, chance, { stalls });
  const journal = journalOf(plan);
  for (const fault of truth.faults) journal.fault(fault.id, fault.edges);
  for (const change of truth.changes) {
    journal.change(change.id, 'ordered', change.ordered);
    journal.change(change.id, 'served', change.served, change.revision);
  }
  for (const { from, to } of truth.stalls) journal.stall(from, to);
  const replicas = new Map(
    plan.replicas.map((name) => [name, simulatedReplica(plan, truth, chance, name, defect ?? null)]),
  );
  const end = plan.phases.at(-1)?.to ?? 0;
  const everyMs = 1_000 / plan.ratePerSecond;
  let nth = 0;
  for (let intended = 5; intended < end; intended += everyMs * chance.between(0.5, 1.5)) {
    const cell = nth % plan.cells.length;
    const name = plan.replicas[Math.floor(nth / plan.cells.length) % plan.replicas.length] ?? 'r0';
    nth += 1;
    const at = intended + chance.between(0, 3);
    const answer = replicas.get(name)?.ask(cell, at);
    if (answer === undefined) continue;
    const { done, outcome, mode, revision, exposed } = answer;
    const took = done - at + chance.between(0.05, 2);
    const base = { cell, at, intended, replica: name };
    if (took > deadlineMs) journal.ask({ ...base, took: deadlineMs, outcome: 'timeout', error: 'timeout' });
    else if (outcome === 'error') journal.ask({ ...base, took, outcome, error: 'status 500' });
    else {
      journal.ask({
        ...base,
        took,
        outcome,
        mode,
        revision,
        ...(exposed === undefined ? {} : { exposed }),
        ...(defect === 'decision-not-logged' && chance.happens(0.05) ? { record: null } : {}),
        ...(defect === 'wrong-outcome-logged' && mode === 'deny'
          ? { record: { outcome: 'allow' as const } }
          : {}),
      });
    }
  }
  return journal;
}

/** A journal's events in another order, in which it could as well have been written: the header stays first. */
export function shuffled(events: readonly JournalEvent[], seed: number): readonly JournalEvent[] {
  const [header, ...rest] = events;
  if (header === undefined) return [];
  const chance = chanceFrom(seed);
  return [
    header,
    ...rest
      .map((event) => ({ event, key: chance.unit() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ event }) => event),
  ];
}
