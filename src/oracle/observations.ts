import { modes, outcomes } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';
import { internTable } from './intern.ts';

/**
 * The observations of a journal in the order in which they were sent. They are kept in columns outside of the garbage
 * collector's sight (a million take 70 MB and their ids), and made anew each time one is looked at. What no judgement
 * rests on (`reason`) is left out.
 */
export interface Observations extends Iterable<ObservationEvent> {
  readonly length: number;
  /** Receipt of the last answer; 0 without any. */
  readonly lastReceived: number;
  /** @throws RangeError where there are not as many */
  at(nth: number): ObservationEvent;
  /** Number of the `nth` one in the order in which they were added, from 0. */
  rowOf(nth: number): number;
}

/** Observations as they are being added. */
export interface ObservationTable {
  /** @returns its number, counted from 0 */
  add(seen: ObservationEvent): number;
  length(): number;
  /** The one of this number. */
  row(row: number): ObservationEvent;
  /** All that were added, in order. Nothing may be added any more. */
  ordered(): Observations;
}

/** Rows of a block: large enough to make blocks rare, small enough to waste little on a short journal. */
const blockRows = 4_096;

const numbersPerRow = 6;
const [idAt, intendedAt, sentAt, receivedAt, revisionAt, ageAt] = [0, 1, 2, 3, 4, 5];
const codesPerRow = 7;
const [cellAt, replicaAt, outcomeAt, modeAt, exposedAt, errorAt, statusAt] = [0, 1, 2, 3, 4, 5, 6];

interface Block {
  /** Absent ones are NaN. */
  readonly numbers: Float64Array;
  /** Positions in lists; where the field may be absent, 0 says so and the others are one more. */
  readonly codes: Uint32Array;
  readonly decisionIds: (string | undefined)[];
}

/** An empty table. */
export function observationTable(): ObservationTable {
  const blocks: Block[] = [];
  const replicas = internTable<string>((text) => text);
  const errors = internTable<string>((text) => text);
  const exposures = internTable<readonly string[]>((fields) => JSON.stringify(fields));
  let length = 0;
  let lastReceived = 0;

  function blockOf(row: number): Block {
    const block = blocks[Math.floor(row / blockRows)];
    if (block === undefined) throw new RangeError(`There is no observation ${row}.`);
    return block;
  }

  function add(seen: ObservationEvent): number {
    const row = length;
    if (row % blockRows === 0) {
      blocks.push({
        numbers: new Float64Array(blockRows * numbersPerRow),
        codes: new Uint32Array(blockRows * codesPerRow),
        decisionIds: [],
      });
    }
    const { numbers, codes, decisionIds } = blockOf(row);
    const n = (row % blockRows) * numbersPerRow;
    numbers[n + idAt] = seen.id;
    numbers[n + intendedAt] = seen.intended;
    numbers[n + sentAt] = seen.sent;
    numbers[n + receivedAt] = seen.received;
    numbers[n + revisionAt] = seen.revision ?? NaN;
    numbers[n + ageAt] = seen.ageMs ?? NaN;
    const c = (row % blockRows) * codesPerRow;
    codes[c + cellAt] = seen.cell;
    codes[c + replicaAt] = replicas.codeOf(seen.replica);
    codes[c + outcomeAt] = outcomes.indexOf(seen.outcome);
    codes[c + modeAt] = seen.mode === undefined ? 0 : modes.indexOf(seen.mode) + 1;
    codes[c + exposedAt] = seen.exposed === undefined ? 0 : exposures.codeOf(seen.exposed) + 1;
    codes[c + errorAt] = seen.error === undefined ? 0 : errors.codeOf(seen.error) + 1;
    codes[c + statusAt] = seen.status ?? 0;
    decisionIds.push(seen.decisionId);
    lastReceived = Math.max(lastReceived, seen.received);
    length += 1;
    return row;
  }

  function read(row: number): ObservationEvent {
    const { numbers, codes, decisionIds } = blockOf(row);
    const n = (row % blockRows) * numbersPerRow;
    const c = (row % blockRows) * codesPerRow;
    const seen: { -readonly [field in keyof ObservationEvent]: ObservationEvent[field] } = {
      type: 'observation',
      id: numbers[n + idAt] ?? 0,
      cell: codes[c + cellAt] ?? 0,
      replica: replicas.at(codes[c + replicaAt] ?? 0) ?? '',
      intended: numbers[n + intendedAt] ?? 0,
      sent: numbers[n + sentAt] ?? 0,
      received: numbers[n + receivedAt] ?? 0,
      outcome: outcomes[codes[c + outcomeAt] ?? 0] ?? 'malformed',
    };
    const mode = modes[(codes[c + modeAt] ?? 0) - 1];
    if (mode !== undefined) seen.mode = mode;
    const revision = numbers[n + revisionAt] ?? NaN;
    if (!Number.isNaN(revision)) seen.revision = revision;
    const decisionId = decisionIds[row % blockRows];
    if (decisionId !== undefined) seen.decisionId = decisionId;
    const ageMs = numbers[n + ageAt] ?? NaN;
    if (!Number.isNaN(ageMs)) seen.ageMs = ageMs;
    const exposed = exposures.at((codes[c + exposedAt] ?? 0) - 1);
    if (exposed !== undefined) seen.exposed = exposed;
    const error = errors.at((codes[c + errorAt] ?? 0) - 1);
    if (error !== undefined) seen.error = error;
    const status = codes[c + statusAt] ?? 0;
    if (status > 0) seen.status = status;
    return seen;
  }

  function numberAt(row: number, at: number): number {
    return blocks[Math.floor(row / blockRows)]?.numbers[(row % blockRows) * numbersPerRow + at] ?? 0;
  }

  /** Rows in order of sending. They come almost in that order, which the sort makes use of. */
  function rowsInOrder(): readonly number[] {
    return Array.from({ length }, (_, row) => row).toSorted(
      (a, b) => numberAt(a, sentAt) - numberAt(b, sentAt) || numberAt(a, idAt) - numberAt(b, idAt),
    );
  }

  function ordered(): Observations {
    const rows = rowsInOrder();
    const rowOf = (nth: number): number => rows[nth] ?? -1;
    return {
      length,
      lastReceived,
      rowOf,
      at: (nth) => read(rowOf(nth)),
      *[Symbol.iterator]() {
        for (const row of rows) yield read(row);
      },
    };
  }

  return { add, length: () => length, row: read, ordered };
}
