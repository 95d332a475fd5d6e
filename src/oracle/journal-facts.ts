import type {
  CanaryEvent,
  ChangeEvent,
  CleanupEvent,
  DecisionLogEvent,
  EndEvent,
  FaultEvent,
  GateEvent,
  HeaderEvent,
  JournalEvent,
  ObservationEvent,
  PhaseEvent,
  ProcessEvent,
  StallEvent,
  TrafficEvent,
} from '../model/event.ts';

/** The journal's events by kind, each in order of time; the order in which they were written says nothing. */
export interface JournalFacts {
  readonly header: HeaderEvent;
  readonly observations: readonly ObservationEvent[];
  readonly faults: readonly FaultEvent[];
  readonly changes: readonly ChangeEvent[];
  readonly canaries: readonly CanaryEvent[];
  readonly stalls: readonly StallEvent[];
  readonly records: readonly DecisionLogEvent[];
  readonly phases: readonly PhaseEvent[];
  readonly gates: readonly GateEvent[];
  readonly processes: readonly ProcessEvent[];
  readonly traffic: readonly TrafficEvent[];
  readonly cleanups: readonly CleanupEvent[];
  /** Null where the journal breaks off. */
  readonly end: EndEvent | null;
  /** Time of the last thing that the journal knows. */
  readonly lastMs: number;
}

/**
 * Sorts a journal by kind in one pass.
 * @throws Error where it does not begin with its header
 */
export function journalFacts(events: readonly JournalEvent[]): JournalFacts {
  const [header, ...rest] = events;
  if (header?.type !== 'header') throw new Error('A journal must begin with its header.');
  const facts = {
    header,
    observations: [] as ObservationEvent[],
    faults: [] as FaultEvent[],
    changes: [] as ChangeEvent[],
    canaries: [] as CanaryEvent[],
    stalls: [] as StallEvent[],
    records: [] as DecisionLogEvent[],
    phases: [] as PhaseEvent[],
    gates: [] as GateEvent[],
    processes: [] as ProcessEvent[],
    traffic: [] as TrafficEvent[],
    cleanups: [] as CleanupEvent[],
  };
  let end: EndEvent | null = null;
  let lastMs = 0;
  for (const event of rest) {
    lastMs = Math.max(lastMs, knownAt(event));
    if (event.type === 'end') end ??= event;
    else sort(facts, event);
  }
  facts.observations.sort((a, b) => a.sent - b.sent || a.id - b.id);
  facts.canaries.sort((a, b) => a.sent - b.sent || a.received - b.received);
  facts.stalls.sort((a, b) => a.from - b.from || a.to - b.to);
  facts.traffic.sort((a, b) => a.from - b.from || a.to - b.to);
  for (const list of [
    facts.faults,
    facts.changes,
    facts.records,
    facts.phases,
    facts.gates,
    facts.processes,
    facts.cleanups,
  ]) {
    list.sort((a, b) => a.t - b.t);
  }
  return { ...facts, end, lastMs };
}

interface Sorted {
  readonly observations: ObservationEvent[];
  readonly faults: FaultEvent[];
  readonly changes: ChangeEvent[];
  readonly canaries: CanaryEvent[];
  readonly stalls: StallEvent[];
  readonly records: DecisionLogEvent[];
  readonly phases: PhaseEvent[];
  readonly gates: GateEvent[];
  readonly processes: ProcessEvent[];
  readonly traffic: TrafficEvent[];
  readonly cleanups: CleanupEvent[];
}

function sort(into: Sorted, event: Exclude<JournalEvent, EndEvent>): void {
  switch (event.type) {
    case 'header':
      throw new Error('A journal has one header only.');
    case 'observation':
      into.observations.push(event);
      return;
    case 'fault':
      into.faults.push(event);
      return;
    case 'change':
      into.changes.push(event);
      return;
    case 'canary':
      into.canaries.push(event);
      return;
    case 'proxy':
      // What it says is in the proofs of the fault's edges already.
      return;
    case 'stall':
      into.stalls.push(event);
      return;
    case 'decision-log':
      into.records.push(event);
      return;
    case 'phase':
      into.phases.push(event);
      return;
    case 'traffic':
      into.traffic.push(event);
      return;
    case 'gate':
      into.gates.push(event);
      return;
    case 'process':
      into.processes.push(event);
      return;
    case 'cleanup':
      into.cleanups.push(event);
  }
}

function knownAt(event: JournalEvent): number {
  if (event.type === 'header') return 0;
  if (event.type === 'observation' || event.type === 'canary') return event.received;
  return event.type === 'stall' || event.type === 'traffic' ? event.to : event.t;
}
