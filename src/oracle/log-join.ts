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

    record({ type: _type, t, decisionId, ...content }) {
      records += 1;
      const code = contents.codeOf(content);
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
          const content = contents.at((contentOf[row] ?? 0) - 1);
          return content === undefined ? [] : [content];
        },
      };
    },
  };

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

function textOf(content: RecordContent): string {
  return JSON.stringify(Object.values(content));
}

/** How many records there are of some kinds. */
export function countRecords(kinds: readonly RecordKind[]): number {
  return kinds.reduce((sum, kind) => sum + kind.count, 0);
}

/** The id under which a decision has to be in the log. */
export function decidedId(seen: ObservationEvent): string | undefined {
  return isDecision(seen.outcome) ? seen.decisionId : undefined;
}
