import type { Activation } from './activation.ts';
import type { Edge, LastWrong } from './edges.ts';

/** When one point took up the good revision, as a figure of the rollback. */
export interface PointActive extends Edge {
  readonly point: string;
  /** It made decisions of the bad rule after the command, so that it is part of the total. */
  readonly tookPart: boolean;
  readonly activation: Activation;
}

/** The figures of a rollback from its command on; they add up. */
export interface RollbackFigures {
  readonly served: Edge | null;
  readonly points: readonly PointActive[];
  /** When the slowest of the points that took part had the good revision; `served` (or the command) where none did. */
  readonly active: Edge;
  /** The end of the last wrong decision. Null where none was ever seen. */
  readonly end: Edge | null;
}

/**
 * Puts the moments of a rollback in order, so that publication, the slowest activation and residue add up to the total. All
 * that is known of each is an interval, and within it a moment is chosen that agrees with the others:
 * - the end is the receipt of the last wrong decision, or later where a point that made wrong decisions certainly still
 *   decided on an older revision (it would have decided wrongly, had it been asked). Its bound reaches back to where
 *   the last wrong decision was asked for, and forward to where every series had been right again;
 * - a point that took part had the good revision by its first decision on it, or by the end, whichever came first. Its
 *   bound is the whole interval from its last decision on an older revision to its first on the good one;
 * - it was served when the harness heard so, or earlier if a point had it before that. Its bound is the whole
 *   time since the order.
 * @param closes when something else was published: what is decided from then on is no part of this rollback
 * @param endOfJournal the bound of what was never seen
 */
export function rollbackFigures(
  ordered: number,
  servedAt: number | null,
  active: readonly Activation[],
  wrongOn: ReadonlySet<string>,
  last: LastWrong | undefined,
  closes: number,
  endOfJournal: number,
): RollbackFigures {
  const still = active.filter((one) => wrongOn.has(one.point)).map((one) => Math.min(one.from, closes));
  const endAt = last === undefined ? null : Math.max(ordered, last.at, ...still);
  const points = active.map((activation): PointActive => {
    const { point, activated, from, to } = activation;
    const tookPart = wrongOn.has(point);
    const latest = activated ? to : Math.max(to, endOfJournal);
    const at = tookPart && endAt !== null ? Math.min(to, endAt) : to;
    return { point, tookPart, activation, at, errorMs: Math.max(Math.abs(at - from), latest - at) };
  });
  const slowest = points
    .filter((one) => one.tookPart)
    .toSorted((a, b) => b.at - a.at || b.errorMs - a.errorMs)[0];
  const served = servedAt === null ? null : servedEdge(ordered, servedAt, slowest, endAt);
  return {
    served,
    points,
    active: slowest ?? served ?? { at: ordered, errorMs: 0 },
    end: last === undefined || endAt === null ? null : endEdge(ordered, endAt, last),
  };
}

function servedEdge(
  ordered: number,
  servedAt: number,
  slowest: Edge | undefined,
  endAt: number | null,
): Edge {
  const at = Math.max(ordered, Math.min(servedAt, slowest?.at ?? Infinity, endAt ?? Infinity));
  return { at, errorMs: Math.max(at - ordered, servedAt - at) };
}

/** What was over before the command was given took no time. */
function endEdge(ordered: number, at: number, { sent, until }: LastWrong): Edge {
  const back = at - Math.max(ordered, Math.min(sent, at));
  return { at, errorMs: Math.max(back, until - at) };
}
