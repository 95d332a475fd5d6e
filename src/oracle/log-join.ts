import type { DecisionLogEvent } from '../model/event.ts';
import type { RecordContent } from '../model/journal-sink.ts';
import type { IdTable } from './id-table.ts';
import { internTable } from './intern.ts';

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
  /** What the records of a row's decision say, each once; none where it has no id or no record. */
  of(row: number): readonly RecordContent[];
}

/**
 * Joins records with decisions by the numbers of their ids, in whatever order they come. Of millions of records there are some
 * hundred kinds, so what is kept of a record is the number of its kind.
 */
export interface LogJoin {
  /** @param id number of the decision's id */
  record(t: number, id: number, content: RecordContent): void;
  /** @param idOf number of the id of a row's decision; -1 where it has none */
  joined(idOf: (row: number) => number): LoggedDecisions;
}

interface Tally {
  count: number;
  first: number;
  last: number;
  /** In order of time. */
  examples: readonly { readonly t: number; readonly id: number }[];
}

/** How many records of a kind are shown to a reader. */
const shown = 3;

/** A join that nothing has come to yet. */
export function logJoin(ids: Pick<IdTable, 'textOf'>): LogJoin {
  const contents = internTable<RecordContent>(textOf);
  /** Whoever reads a journal hands on the same object for the same content, as far as it can. */
  const known = new WeakMap<RecordContent, number>();
  /** By the number of what they say. */
  const tallies: Tally[] = [];
  /** By number of the id, the number of what its first record says, and one more; 0 where none has come. */
  let codeOfId = new Uint32Array(1_024);
  /** What further records say of the same decision, where it is something else. */
  const others = new Map<number, Set<number>>();
  let records = 0;

  return {
    record(t, id, content) {
      records += 1;
      const code = codeOf(content);
      count(code, t, id);
      if (id >= codeOfId.length) {
        const soFar = codeOfId;
        codeOfId = new Uint32Array(2 * Math.max(id, soFar.length));
        codeOfId.set(soFar);
      }
      const before = (codeOfId[id] ?? 0) - 1;
      if (before < 0) codeOfId[id] = code + 1;
      else if (before !== code) others.set(id, (others.get(id) ?? new Set()).add(code));
    },

    joined(idOf) {
      const nothing: readonly RecordContent[] = [];
      const alone = tallies.map((_, code) => contentsOf([code]));
      return {
        records,
        kinds: tallies
          .flatMap(({ examples, ...tally }, code) => {
            const told = examples.map(({ t, id }) => ({ t, decisionId: ids.textOf(id) }));
            return contentsOf([code]).map((content) => ({ ...content, ...tally, examples: told }));
          })
          .toSorted((a, b) => a.first - b.first || (textOf(a) < textOf(b) ? -1 : 1)),
        of(row) {
          const id = idOf(row);
          const code = id < 0 ? -1 : (codeOfId[id] ?? 0) - 1;
          const more = others.size === 0 ? undefined : others.get(id);
          return (more === undefined ? alone[code] : contentsOf([code, ...more])) ?? nothing;
        },
      };
    },
  };

  function codeOf(content: RecordContent): number {
    const code = known.get(content);
    if (code !== undefined) return code;
    const made = contents.codeOf(content);
    known.set(content, made);
    return made;
  }

  function contentsOf(codes: readonly number[]): readonly RecordContent[] {
    return codes.flatMap((code) => contents.at(code) ?? []);
  }

  function count(code: number, t: number, id: number): void {
    const tally = (tallies[code] ??= { count: 0, first: t, last: t, examples: [] });
    tally.count += 1;
    tally.first = Math.min(tally.first, t);
    tally.last = Math.max(tally.last, t);
    if (tally.examples.length === shown && t >= (tally.examples.at(-1)?.t ?? 0)) return;
    tally.examples = [...tally.examples, { t, id }].toSorted((a, b) => a.t - b.t).slice(0, shown);
  }
}

function textOf({ replica, outcome, mode, revision, ...what }: RecordContent): string {
  const { subject, action, resource, inputs } = what;
  return JSON.stringify([replica, outcome, mode, revision, subject, action, resource, inputs]);
}

/** How many records there are of some kinds. */
export function countRecords(kinds: readonly RecordKind[]): number {
  return kinds.reduce((sum, kind) => sum + kind.count, 0);
}
