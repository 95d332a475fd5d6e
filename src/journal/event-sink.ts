import type { ByteSpan } from '../model/bytes.ts';
import type { JournalEvent, ObservationEvent } from '../model/event.ts';
import type { JournalSink, ObservationRow } from '../model/journal-sink.ts';

/** A sink that makes an event of every line, for whoever wants to keep them. */
export function eventSink(onEvent: (event: JournalEvent) => void): JournalSink {
  return {
    event: onEvent,
    observation: (row, id) => onEvent(observationOf(row, id)),
    record: (t, id, content) =>
      onEvent({ type: 'decision-log', t, decisionId: textOf(id), ...content, inputs: [...content.inputs] }),
  };
}

/** A field that an observation does not have is not there at all, as in its line. */
function observationOf(row: ObservationRow, id: ByteSpan | undefined): ObservationEvent {
  const { replica, intended, sent, received, outcome } = row;
  const { status, reason, mode, revision, ageMs, exposed, error, source, tookMs } = row;
  return {
    type: 'observation',
    id: row.id,
    cell: row.cell,
    replica,
    intended,
    sent,
    received,
    outcome,
    ...(status === undefined ? {} : { status }),
    ...(id === undefined ? {} : { decisionId: textOf(id) }),
    ...(reason === undefined ? {} : { reason }),
    ...(mode === undefined ? {} : { mode }),
    ...(revision === undefined ? {} : { revision }),
    ...(ageMs === undefined ? {} : { ageMs }),
    ...(exposed === undefined ? {} : { exposed }),
    ...(error === undefined ? {} : { error }),
    ...(source === undefined ? {} : { source }),
    ...(tookMs === undefined ? {} : { tookMs }),
  };
}

function textOf({ view, from, to }: ByteSpan): string {
  return Buffer.from(view.buffer, view.byteOffset + from, to - from).toString('utf8');
}
