import type {
  ChangeEvent,
  DecisionLogEvent,
  JournalEvent,
  ObservationEvent,
  ProcessEvent,
  StallEvent,
} from '../../model/event.ts';
import { isDecision } from '../../model/decision.ts';
import type { FaultEffect } from '../../model/fault.ts';
import type { Plan } from '../../plan/plan.ts';

/** Times of a fault's edges; what is left out was never journalled. */
export interface FaultTimes {
  readonly effect?: FaultEffect;
  readonly requested: number;
  readonly effective?: number;
  readonly healRequested?: number;
  readonly healed?: number;
  readonly failed?: number;
}

/** One answer as a test tells it: `at` is when it was sent. */
export interface Answer extends Partial<Omit<ObservationEvent, 'type' | 'cell' | 'sent' | 'received'>> {
  readonly cell: number;
  readonly at: number;
  /** Milliseconds until it was received; 5 unless said. */
  readonly took?: number;
  /** The application does not name its policy revision. */
  readonly unnamed?: true;
  /** What the decision log says otherwise than the answer; null where it says nothing. */
  readonly record?: Partial<DecisionLogEvent> | null;
}

export interface JournalBuilder {
  fault(id: string, times: FaultTimes): JournalBuilder;
  change(
    id: string,
    edge: ChangeEvent['edge'],
    t: number,
    revision?: number,
    facts?: Partial<ChangeEvent>,
  ): JournalBuilder;
  /** A process that was asked to end, or was started again. */
  process(name: string, edge: ProcessEvent['edge'], t: number): JournalBuilder;
  /** So many requests reached the policy service. */
  traffic(from: number, to: number, requests: number): JournalBuilder;
  /** @returns the builder; the answer gets the next id, replica `r0`, revision 1 and a decision id */
  ask(answer: Answer): JournalBuilder;
  /** The same answer `count` times, `everyMs` apart. */
  askOften(answer: Answer, count: number, everyMs: number): JournalBuilder;
  stall(from: number, to: number, source?: StallEvent['source']): JournalBuilder;
  add(...events: readonly JournalEvent[]): JournalBuilder;
  /** The whole journal, with phases, gates that open at once, cleanup and end where the test did not write its own. */
  events(): readonly JournalEvent[];
}

/** Writes readable journals for tests. */
export function journalOf(plan: Plan): JournalBuilder {
  const written: JournalEvent[] = [];
  let observations = 0;

  const builder: JournalBuilder = {
    fault(id, { effect = { kind: 'out' }, ...times }) {
      const planned = plan.faults.find((fault) => fault.id === id);
      if (planned === undefined) throw new Error(`the plan has no fault ${id}`);
      const edges = [
        ['requested', times.requested],
        ['effective', times.effective],
        ['heal-requested', times.healRequested],
        ['healed', times.healed],
        ['failed', times.failed],
      ] as const;
      for (const [edge, t] of edges) {
        if (t === undefined) continue;
        written.push({ type: 'fault', t, fault: id, phase: planned.phase, spec: planned.spec, effect, edge });
      }
      return builder;
    },

    change(id, edge, t, revision, facts = {}) {
      const planned = plan.changes.find((change) => change.id === id);
      if (planned === undefined) throw new Error(`the plan has no change ${id}`);
      const told = revision === undefined ? {} : { revision };
      const whom = planned.kind === 'restart' ? { replica: planned.replica } : {};
      written.push({ type: 'change', t, change: id, kind: planned.kind, edge, ...told, ...whom, ...facts });
      return builder;
    },

    process(name, edge, t) {
      written.push({ type: 'process', t, name, edge, pid: 1_000, expected: true });
      return builder;
    },

    traffic(from, to, requests) {
      written.push({ type: 'traffic', dependency: 'policy-service', from, to, requests });
      return builder;
    },

    ask({ at, took = 5, unnamed, record, ...said }) {
      observations += 1;
      const seen: ObservationEvent = {
        type: 'observation',
        id: observations,
        replica: 'r0',
        intended: at,
        sent: at,
        received: at + took,
        outcome: 'allow',
        ...(isDecision(said.outcome ?? 'allow') ? { decisionId: `d-${observations}` } : {}),
        ...(unnamed === true || !isDecision(said.outcome ?? 'allow') ? {} : { revision: 1 }),
        ...said,
      };
      written.push(seen);
      if (record !== null) written.push(...recordsOf(plan, seen, record));
      return builder;
    },

    askOften(answer, count, everyMs) {
      for (let nth = 0; nth < count; nth += 1) builder.ask({ ...answer, at: answer.at + nth * everyMs });
      return builder;
    },

    stall(from, to, source = 'cpu') {
      written.push({ type: 'stall', from, to, source, stalledMs: to - from });
      return builder;
    },

    add(...events) {
      written.push(...events);
      return builder;
    },

    events: () => [headerOf(plan), ...written, ...closing(plan, written)],
  };
  return builder;
}

function recordsOf(
  plan: Plan,
  seen: ObservationEvent,
  otherwise: Partial<DecisionLogEvent> = {},
): JournalEvent[] {
  const cell = plan.cells[seen.cell];
  if (cell === undefined || seen.decisionId === undefined || !isDecision(seen.outcome)) return [];
  return [
    {
      type: 'decision-log',
      t: seen.received + 100,
      decisionId: seen.decisionId,
      replica: seen.replica,
      outcome: seen.outcome,
      mode: seen.mode ?? 'remote',
      revision: seen.revision ?? 1,
      subject: cell.as,
      action: cell.do,
      resource: cell.on,
      inputs: plan.contract.actions[cell.do]?.uses ?? [],
      ...otherwise,
    },
  ];
}

function headerOf(plan: Plan): JournalEvent {
  return {
    type: 'header',
    format: 1,
    runId: 'run-1',
    index: 0,
    startedAt: '2026-01-02T03:04:05.000Z',
    harness: { name: 'authz-drill', version: '0.0.0' },
    machine: { node: 'v24', platform: 'linux x64', cpus: 2 },
    reproduce: 'authz-drill run scenarios/test.yaml --seed 1',
    defect: null,
    commit: null,
    plan,
  };
}

function closing(plan: Plan, written: readonly JournalEvent[]): readonly JournalEvent[] {
  const has = (type: JournalEvent['type']): boolean => written.some((event) => event.type === type);
  const asked = written.filter((event) => event.type === 'observation').length;
  const over = (plan.phases.at(-1)?.to ?? 0) + 3_000;
  const events: JournalEvent[] = [];
  for (const { name, from, to, steady } of has('phase') ? [] : plan.phases) {
    events.push({ type: 'phase', t: from, phase: name, edge: 'start' });
    if (steady && !has('gate'))
      events.push({ type: 'gate', t: from, phase: name, steady: true, reasons: [] });
    events.push({ type: 'phase', t: to, phase: name, edge: 'end' });
  }
  if (!has('cleanup')) events.push({ type: 'cleanup', t: over, step: 'stop', ok: true });
  if (!has('end'))
    events.push({ type: 'end', t: over + 100, reason: 'completed', requested: asked, achieved: asked });
  return events;
}
