import type { Mode, Outcome } from '../model/decision.ts';
import type { ObservationRow } from '../model/journal-sink.ts';
import type { IdTable } from './id-table.ts';
import { internTable } from './intern.ts';

/**
 * The observations of a journal in the order in which they were sent. They are kept in columns outside of the garbage
 * collector's sight (a million take 60 MB and their ids), and what is handed out is a view on its row: nothing of it is made
 * until it is asked for. What no judgement rests on (`reason`, `source`) is left out.
 */
export interface Observations extends Iterable<Seen> {
  /** Goes through all of them by one view that is moved on: fast, and good until the visit is over. */
  forEach(visit: (seen: Seen) => void): void;
  readonly length: number;
  /** Receipt of the last answer; 0 without any. */
  readonly lastReceived: number;
  /** @throws RangeError where there are not as many */
  at(nth: number): Seen;
  /** Number of the `nth` one in the order in which they were added, from 0. */
  rowOf(nth: number): number;
}

/** An observation as it stands in the table. */
export interface Seen extends Omit<ObservationRow, 'reason' | 'source'> {
  readonly decisionId: string | undefined;
  /** What was answered and by whom, without the times: the very same object for all that were answered the same. */
  readonly said: Said;
}

/** What many observations have in common. */
export interface Said {
  /** Its number, counted from 0 in the order in which they first came. */
  readonly code: number;
  readonly replica: string;
  readonly outcome: Outcome;
  readonly status: number | undefined;
  readonly mode: Mode | undefined;
  readonly revision: number | undefined;
  readonly exposed: readonly string[] | undefined;
  readonly error: string | undefined;
  /** The application gave it an id to be looked up by. */
  readonly hasId: boolean;
}

/** Observations as they are being added. */
export interface ObservationTable {
  /** @param decisionId its number in the table of ids; -1 where it has none */
  add(row: ObservationRow, decisionId: number): void;
  /** Number of the decision id of a row; -1 where it has none. */
  idOf(row: number): number;
  /** All that were added, in order. Nothing may be added any more. */
  ordered(): Observations;
}

/** Rows of a block: large enough to make blocks rare, small enough to waste little on a short journal. */
const blockBits = 12;
const blockRows = 1 << blockBits;

const numbersPerRow = 4;
const [idAt, intendedAt, sentAt, receivedAt] = [0, 1, 2, 3];
const codesPerRow = 3;
const [cellAt, saidAt, decisionIdAt] = [0, 1, 2];
const none = 0xff_ff_ff_ff;

interface Block {
  readonly numbers: Float64Array;
  readonly codes: Uint32Array;
  /** An absent one is NaN; there are none at all before the first is seen. */
  ages?: Float64Array;
  /** The same of what it took by somebody's own measure. */
  took?: Float64Array;
}

/** An empty table. */
export function observationTable(ids: IdTable): ObservationTable {
  const blocks: Block[] = [];
  const said = saidTable();
  let length = 0;
  let lastReceived = 0;

  function add(seen: ObservationRow, decisionId: number): void {
    const at = length & (blockRows - 1);
    if (at === 0) {
      blocks.push({
        numbers: new Float64Array(blockRows * numbersPerRow),
        codes: new Uint32Array(blockRows * codesPerRow),
      });
    }
    const block = blockOf(length);
    const { numbers, codes } = block;
    const n = at * numbersPerRow;
    numbers[n + idAt] = seen.id;
    numbers[n + intendedAt] = seen.intended;
    numbers[n + sentAt] = seen.sent;
    numbers[n + receivedAt] = seen.received;
    if (seen.ageMs !== undefined) (block.ages ??= new Float64Array(blockRows).fill(NaN))[at] = seen.ageMs;
    if (seen.tookMs !== undefined) (block.took ??= new Float64Array(blockRows).fill(NaN))[at] = seen.tookMs;
    const c = at * codesPerRow;
    codes[c + cellAt] = seen.cell;
    codes[c + saidAt] = said.codeOf(seen, decisionId >= 0);
    codes[c + decisionIdAt] = decisionId < 0 ? none : decisionId;
    lastReceived = Math.max(lastReceived, seen.received);
    length += 1;
  }

  function blockOf(row: number): Block {
    const block = row < 0 ? undefined : blocks[row >> blockBits];
    if (block === undefined) throw new RangeError(`There is no observation ${row}.`);
    return block;
  }

  function view(row: number): RowView {
    return new RowView(blockOf(row), row & (blockRows - 1), said, ids);
  }

  function idOf(row: number): number {
    const id = blockOf(row).codes[(row & (blockRows - 1)) * codesPerRow + decisionIdAt];
    return id === undefined || id === none ? -1 : id;
  }

  function numberAt(row: number, field: number): number {
    return blocks[row >> blockBits]?.numbers[(row & (blockRows - 1)) * numbersPerRow + field] ?? 0;
  }

  function ordered(): Observations {
    const sent = new Float64Array(length);
    for (let row = 0; row < length; row += 1) sent[row] = numberAt(row, sentAt);
    const rows = inOrder(sent, (row) => numberAt(row, idAt));
    const rowOf = (nth: number): number => rows[nth] ?? -1;
    return {
      length,
      lastReceived,
      rowOf,
      at: (nth) => view(rowOf(nth)),
      forEach(visit) {
        const [first] = rows;
        if (first === undefined) return;
        const seen = view(first);
        for (let nth = 0; nth < length; nth += 1) {
          const row = rowOf(nth);
          seen.moveTo(blockOf(row), row & (blockRows - 1));
          visit(seen);
        }
      },
      *[Symbol.iterator]() {
        for (let nth = 0; nth < length; nth += 1) yield view(rowOf(nth));
      },
    };
  }

  return { add, idOf, ordered };
}

/** A class, so that its fields are read by getters that all rows share. */
class RowView implements Seen {
  #block: Block;
  #at: number;
  readonly #said: SaidTable;
  readonly #ids: IdTable;

  constructor(block: Block, at: number, said: SaidTable, ids: IdTable) {
    this.#block = block;
    this.#at = at;
    this.#said = said;
    this.#ids = ids;
  }

  moveTo(block: Block, at: number): void {
    this.#block = block;
    this.#at = at;
  }

  get said(): Said {
    return this.#said.at(this.#block.codes[this.#at * codesPerRow + saidAt] ?? 0);
  }

  get id(): number {
    return this.#block.numbers[this.#at * numbersPerRow + idAt] ?? 0;
  }
  get cell(): number {
    return this.#block.codes[this.#at * codesPerRow + cellAt] ?? 0;
  }
  get replica(): string {
    return this.said.replica;
  }
  get intended(): number {
    return this.#block.numbers[this.#at * numbersPerRow + intendedAt] ?? 0;
  }
  get sent(): number {
    return this.#block.numbers[this.#at * numbersPerRow + sentAt] ?? 0;
  }
  get received(): number {
    return this.#block.numbers[this.#at * numbersPerRow + receivedAt] ?? 0;
  }
  get outcome(): Outcome {
    return this.said.outcome;
  }
  get status(): number | undefined {
    return this.said.status;
  }
  get mode(): Mode | undefined {
    return this.said.mode;
  }
  get revision(): number | undefined {
    return this.said.revision;
  }
  get decisionId(): string | undefined {
    const number = this.#block.codes[this.#at * codesPerRow + decisionIdAt] ?? none;
    return number === none ? undefined : this.#ids.textOf(number);
  }
  get ageMs(): number | undefined {
    const age = this.#block.ages?.[this.#at];
    return age === undefined || Number.isNaN(age) ? undefined : age;
  }
  get tookMs(): number | undefined {
    const took = this.#block.took?.[this.#at];
    return took === undefined || Number.isNaN(took) ? undefined : took;
  }
  get exposed(): readonly string[] | undefined {
    return this.said.exposed;
  }
  get error(): string | undefined {
    return this.said.error;
  }
}

interface SaidTable {
  codeOf(seen: ObservationRow, hasId: boolean): number;
  at(code: number): Said;
}

/** What was said, each kept once. */
function saidTable(): SaidTable {
  const all: Said[] = [];
  const codes = internTable<Omit<Said, 'code'>>((one) => JSON.stringify(Object.values(one)));
  /** Few things are ever said, so nearly always it is what the same question was answered shortly before. */
  const recent = new Uint32Array(1_024);
  return {
    codeOf(seen, hasId) {
      const { replica, outcome, mode } = seen;
      const mixed = replica.charCodeAt(replica.length - 1) * 31 + replica.length * 7 + outcome.length * 3;
      const slot =
        (mixed * 17 + (mode ?? '').charCodeAt(0) * 5 + seen.cell * 131 + (seen.revision ?? 0)) %
        recent.length;
      const known = all[recent[slot] ?? 0];
      if (known !== undefined && isSaid(known, seen, hasId)) return known.code;
      const { status, revision, exposed, error } = seen;
      const said = { replica, outcome, status, mode, revision, exposed, error, hasId };
      const code = codes.codeOf(said);
      if (code === all.length) all.push({ code, ...said });
      recent[slot] = code;
      return code;
    },
    at(code) {
      const said = all[code];
      if (said === undefined) throw new RangeError(`Nothing was said under ${code}.`);
      return said;
    },
  };
}

function isSaid(known: Said, seen: ObservationRow, hasId: boolean): boolean {
  return (
    known.replica === seen.replica &&
    known.outcome === seen.outcome &&
    known.mode === seen.mode &&
    known.revision === seen.revision &&
    known.status === seen.status &&
    known.error === seen.error &&
    known.hasId === hasId &&
    (known.exposed === seen.exposed || areSame(known.exposed, seen.exposed))
  );
}

function areSame(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

/** Above so many steps a row, insertion is the wrong way to sort. */
const mostSteps = 64;

/**
 * Rows in order of sending, then of id. They come almost in that order (an answer is written when it arrives), for which
 * nothing is faster than to insert each one where it belongs; a journal that was shuffled is sorted as anything is.
 */
function inOrder(sent: Float64Array, idOf: (row: number) => number): Uint32Array {
  const { length } = sent;
  const rows = new Uint32Array(length);
  const times = sent.slice();
  let steps = 0;
  for (let next = 0; next < length && steps <= mostSteps * length; next += 1) {
    const time = times[next] ?? 0;
    let at = next;
    while (at > 0 && comesAfter(times[at - 1] ?? 0, rows[at - 1] ?? 0, time, next)) {
      times[at] = times[at - 1] ?? 0;
      rows[at] = rows[at - 1] ?? 0;
      at -= 1;
    }
    times[at] = time;
    rows[at] = next;
    steps += next - at;
  }
  if (steps <= mostSteps * length) return rows;
  return Uint32Array.from(
    Array.from({ length }, (_, row) => row).toSorted(
      (a, b) => (sent[a] ?? 0) - (sent[b] ?? 0) || idOf(a) - idOf(b) || a - b,
    ),
  );

  function comesAfter(time: number, row: number, otherTime: number, other: number): boolean {
    return time > otherTime || (time === otherTime && idOf(row) > idOf(other));
  }
}
