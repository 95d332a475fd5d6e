import type { ByteSpan } from './bytes.ts';
import type { Mode } from './decision.ts';
import type { DecisionLogEvent, JournalEvent, ObservationEvent } from './event.ts';

/**
 * Takes a journal in, in the order of its lines. The two kinds of line that nearly all of it consists of may come unmade: then
 * what is handed on is good for the length of the call, and the id of a decision is bytes of which nobody has made a text yet.
 */
export interface JournalSink {
  /** Any event, observations and records among them. */
  event(event: JournalEvent): void;
  /** @param id the decision's, where it has one: UTF-8 */
  observation(row: ObservationRow, id: ByteSpan | undefined): void;
  /** @param content the very same object for the same content nearly always */
  record(t: number, id: ByteSpan, content: RecordContent): void;
}

/** What a line says of an observation, besides the id of its decision. A field that the event would not have is undefined. */
export interface ObservationRow extends Pick<
  ObservationEvent,
  'id' | 'cell' | 'replica' | 'intended' | 'sent' | 'received' | 'outcome'
> {
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly mode?: Mode | undefined;
  readonly revision?: number | undefined;
  readonly ageMs?: number | undefined;
  readonly exposed?: readonly string[] | undefined;
  readonly error?: string | undefined;
  readonly source?: 'k6' | undefined;
  readonly tookMs?: number | undefined;
}

/** What a record says of a decision, besides which one it is and when it arrived. */
export type RecordContent = Omit<DecisionLogEvent, 'type' | 't' | 'decisionId'>;
