import { isDecision } from '../model/decision.ts';
import type { DecisionLogEvent, ObservationEvent } from '../model/event.ts';
import { internTable } from './intern.ts';

/** What a record says of a decision, besides which one it is and when it arrived. */
export type RecordContent = Omit<DecisionLogEvent, 'type' | 't' | 'decisionId'>;

/** Records that say the same of their decisions. */
export interface RecordKind extends RecordContent {
  readonly count: number;
  /** When the harness read the first and the last of them. */
  readonly first: number;
  readonly last: number;
  /** The first few of them. */
  readonly examples: readonly Pick<DecisionLogEvent, 't' | 'decisionId'>[];
}

/** Which records belong to which observation, and what they say altogether. */
export interface LoggedDecisions {
  readonly kinds: readonly RecordKind[];
  /** Records that reached the sink, repetitions included. */
  readonly records: number;
  /** What the records of an observation's decision say, each once; none where it has no id or no record. */
  of(row: number): readonly RecordContent[];
}

/**
 * Joins decisions and records by id as they come, in whatever order: what has met is forgotten but for what the record said, of
 * which there are few kinds. Memory is needed for what has not met yet alone.
 */
export interface LogJoin {
  observation(row: number, seen: ObservationEvent): void;
  record(record: DecisionLogEvent): void;
  /** @param idOf the decision id of a row, where it was a decision and has one */
  joined(rows: number, idOf: (row: number) => string | undefined): LoggedDecisions;
}

/** How many records of a kind are shown to a reader. */
const shown = 3;

/** A join that nothing has come to yet. */
export function logJoin(): LogJoin {
  const contents = internTable<RecordContent>(textOf);
  /** By the number of what they say. */
  const tallies: { count: number; first: number; last: number; examples: RecordKind['examples'] }[] = [];
  /** By row, the number of what its record says, and one more; 0 where none has come. */
  const contentOf: number[] = [];
  const recent = new Uint32Array(1_024);
  const waiting = new Map<string, number>();
  const early = new Map<string, Set<number>>();
  const reused = new Set<string>();
  let records = 0;

  return {
    observation(row, seen) {
      contentOf.push(0);
      const id = decidedId(seen);
      if (id === undefined) return;
      if (waiting.has(id)) reused.add(id);
      else if (early.has(id)) takeEarly(id, row);
      else waiting.set(id, row);
    },

    record(record) {
      const { t, decisionId } = record;
      records += 1;
      const code = codeOf(record);
      count(code, t, decisionId);
      const row = waiting.get(decisionId);
      if (row === undefined) {
        const codes = early.get(decisionId);
        if (codes === undefined) early.set(decisionId, new Set([code]));
        else codes.add(code);
      } else {
        waiting.delete(decisionId);
        contentOf[row] = code + 1;
      }
    },

    joined(rows, idOf) {
      const several = leftOver(rows, idOf);
      const alone = [[], ...tallies.map((_, code) => [contents.at(code) ?? []].flat())];
      return {
        records,
        kinds: tallies
          .flatMap((tally, code) => {
            const content = contents.at(code);
            return content === undefined ? [] : { ...content, ...tally };
          })
          .toSorted((a, b) => a.first - b.first || (textOf(a) < textOf(b) ? -1 : 1)),
        of(row) {
          const codes = several.get(row);
          if (codes !== undefined) return [...codes].flatMap((code) => contents.at(code) ?? []);
          return alone[contentOf[row] ?? 0] ?? [];
        },
      };
    },
  };

  /** Few things are ever said, so nearly always it is known already. */
  function codeOf(record: DecisionLogEvent): number {
    const slot = slotOf(record) % recent.length;
    const known = recent[slot] ?? 0;
    const content = contents.at(known);
    if (content !== undefined && saysTheSame(content, record)) return known;
    const { type: _type, t: _t, decisionId: _id, ...said } = record;
    const code = contents.codeOf(said);
    recent[slot] = code;
    return code;
  }

  function count(code: number, t: number, decisionId: string): void {
    const tally = (tallies[code] ??= { count: 0, first: t, last: t, examples: [] });
    tally.count += 1;
    tally.first = Math.min(tally.first, t);
    tally.last = Math.max(tally.last, t);
    if (tally.examples.length === shown && t >= (tally.examples.at(-1)?.t ?? 0)) return;
    tally.examples = [...tally.examples, { t, decisionId }].toSorted((a, b) => a.t - b.t).slice(0, shown);
  }

  /** The record was there first. Several that differ are left for the end. */
  function takeEarly(id: string, row: number): void {
    const [code, ...more] = early.get(id) ?? [];
    if (code === undefined || more.length > 0) return;
    early.delete(id);
    contentOf[row] = code + 1;
  }

  /** Records that came once more, or for nothing that the harness saw, and decisions that share an id. */
  function leftOver(
    rows: number,
    idOf: (row: number) => string | undefined,
  ): ReadonlyMap<number, ReadonlySet<number>> {
    const codesById = new Map<string, Set<number>>();
    const rowsById = new Map<string, number[]>();
    if (early.size + waiting.size + reused.size === 0) return new Map();
    for (let row = 0; row < rows; row += 1) {
      const id = idOf(row);
      if (id === undefined || !(early.has(id) || waiting.has(id) || reused.has(id))) continue;
      const codes = codesById.get(id) ?? new Set(early.get(id));
      const code = contentOf[row] ?? 0;
      if (code > 0) codes.add(code - 1);
      codesById.set(id, codes);
      rowsById.set(id, [...(rowsById.get(id) ?? []), row]);
    }
    const byRow = new Map<number, ReadonlySet<number>>();
    for (const [id, sharing] of rowsById)
      for (const row of sharing) byRow.set(row, codesById.get(id) ?? new Set());
    return byRow;
  }
}

/** A number that is likely to differ where something else is said. */
function slotOf({ replica, outcome, mode, revision, subject, action, resource }: RecordContent): number {
  return (
    lastCode(replica) * 31 +
    lastCode(subject) * 7 +
    lastCode(action) * 113 +
    lastCode(resource) * 17 +
    lastCode(mode) * 3 +
    subject.length +
    outcome.length +
    revision
  );
}

function lastCode(text: string): number {
  return text.length === 0 ? 0 : text.charCodeAt(text.length - 1);
}

function saysTheSame(a: RecordContent, b: RecordContent): boolean {
  return (
    a.replica === b.replica &&
    a.outcome === b.outcome &&
    a.mode === b.mode &&
    a.revision === b.revision &&
    a.subject === b.subject &&
    a.action === b.action &&
    a.resource === b.resource &&
    a.inputs.length === b.inputs.length &&
    a.inputs.every((input, index) => input === b.inputs[index])
  );
}

function textOf({ replica, outcome, mode, revision, ...what }: RecordContent): string {
  const { subject, action, resource, inputs } = what;
  return JSON.stringify([replica, outcome, mode, revision, subject, action, resource, inputs]);
}

/** How many records there are of some kinds. */
export function countRecords(kinds: readonly RecordKind[]): number {
  return kinds.reduce((sum, kind) => sum + kind.count, 0);
}

/** The id under which a decision has to be in the log. */
export function decidedId(seen: ObservationEvent): string | undefined {
  return isDecision(seen.outcome) ? seen.decisionId : undefined;
}
