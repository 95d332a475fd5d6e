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
  LoadEvent,
  ObservationEvent,
  PhaseEvent,
  ProcessEvent,
  StallEvent,
  TrafficEvent,
} from '../model/event.ts';
import type { ByteSpan } from '../model/bytes.ts';
import type { JournalSink, ObservationRow, RecordContent } from '../model/journal-sink.ts';
import { idTable } from './id-table.ts';
import { logJoin } from './log-join.ts';
import type { LoggedDecisions } from './log-join.ts';
import { observationTable } from './observations.ts';
import type { Observations } from './observations.ts';

/** The journal's events by kind, each in order of time; the order in which they were written says nothing. */
export interface JournalFacts {
  readonly header: HeaderEvent;
  readonly observations: Observations;
  readonly log: LoggedDecisions;
  readonly faults: readonly FaultEvent[];
  readonly changes: readonly ChangeEvent[];
  readonly canaries: readonly CanaryEvent[];
  readonly stalls: readonly StallEvent[];
  readonly phases: readonly PhaseEvent[];
  readonly gates: readonly GateEvent[];
  readonly processes: readonly ProcessEvent[];
  readonly traffic: readonly TrafficEvent[];
  readonly loads: readonly LoadEvent[];
  readonly cleanups: readonly CleanupEvent[];
  /** Null where the journal breaks off. */
  readonly end: EndEvent | null;
  /** Time of the last thing that the journal knows. */
  readonly lastMs: number;
}

/**
 * Takes a journal in line by line, and keeps of it what a judgement rests on. What it takes in throws an Error where the first
 * event is not the header, or a later one is.
 */
export interface FactsCollector extends JournalSink {
  /** @throws Error where nothing was noted. Nothing may be noted any more. */
  facts(): JournalFacts;
}

/**
 * The facts of a journal that is in memory.
 * @throws Error where it does not begin with its header
 */
export function journalFacts(events: Iterable<JournalEvent>): JournalFacts {
  const collector = collectFacts();
  for (const event of events) collector.event(event);
  return collector.facts();
}

/** A collector that knows nothing yet. */
export function collectFacts(): FactsCollector {
  const ids = idTable();
  const observations = observationTable(ids);
  const log = logJoin(ids);
  const lists: Lists = {
    faults: [],
    changes: [],
    canaries: [],
    stalls: [],
    traffic: [],
    phases: [],
    gates: [],
    processes: [],
    loads: [],
    cleanups: [],
  };
  let header: HeaderEvent | undefined;
  let end: EndEvent | null = null;
  let lastMs = 0;

  function event(told: JournalEvent): void {
    if (header === undefined && told.type === 'header') header = told;
    else if (told.type === 'observation') observe(told, told.decisionId);
    else if (told.type === 'decision-log') {
      const { type: _type, t, decisionId, ...content } = told;
      record(t, decisionId, content);
    } else {
      needsHeader();
      if (told.type === 'header') throw new Error('A journal has one header only.');
      lastMs = Math.max(lastMs, knownAt(told));
      if (told.type === 'end') end ??= told;
      else sort(lists, told);
    }
  }

  function observe(row: ObservationRow, id: ByteSpan | string | undefined): void {
    needsHeader();
    lastMs = Math.max(lastMs, row.received);
    observations.add(row, id === undefined ? -1 : ids.numberOf(id));
  }

  function record(t: number, id: ByteSpan | string, content: RecordContent): void {
    needsHeader();
    lastMs = Math.max(lastMs, t);
    log.record(t, ids.numberOf(id), content);
  }

  function needsHeader(): void {
    if (header === undefined) throw new Error('A journal must begin with its header.');
  }

  function facts(): JournalFacts {
    if (header === undefined) throw new Error('A journal must begin with its header.');
    const { canaries, stalls, traffic, ...timed } = lists;
    canaries.sort((a, b) => a.sent - b.sent || a.received - b.received);
    for (const spans of [stalls, traffic]) spans.sort((a, b) => a.from - b.from || a.to - b.to);
    for (const list of Object.values(timed)) list.sort((a, b) => a.t - b.t);
    return {
      header,
      observations: observations.ordered(),
      log: log.joined((row) => observations.idOf(row)),
      ...lists,
      end,
      lastMs,
    };
  }

  return { event, observation: observe, record, facts };
}

interface Lists {
  readonly faults: FaultEvent[];
  readonly changes: ChangeEvent[];
  readonly canaries: CanaryEvent[];
  readonly stalls: StallEvent[];
  readonly traffic: TrafficEvent[];
  readonly phases: PhaseEvent[];
  readonly gates: GateEvent[];
  readonly processes: ProcessEvent[];
  readonly loads: LoadEvent[];
  readonly cleanups: CleanupEvent[];
}

function sort(
  into: Lists,
  event: Exclude<JournalEvent, HeaderEvent | ObservationEvent | DecisionLogEvent | EndEvent>,
): void {
  switch (event.type) {
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
    case 'phase':
      into.phases.push(event);
      return;
    case 'traffic':
      into.traffic.push(event);
      return;
    case 'load':
      into.loads.push(event);
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

function knownAt(event: Exclude<JournalEvent, HeaderEvent | ObservationEvent | DecisionLogEvent>): number {
  if (event.type === 'canary') return event.received;
  return event.type === 'stall' || event.type === 'traffic' ? event.to : event.t;
}
