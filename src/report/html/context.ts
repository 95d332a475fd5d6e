import type { Grade, Verdict } from '../../model/result.ts';

/** A run before this one, as the trend needs it. */
export interface PastRun {
  readonly runId: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly verdict: Verdict;
  readonly grade: Grade | null;
}

/** What a scorecard says that is not in the result. */
export interface ScorecardContext {
  /** When the page is written, ISO 8601; ages are counted from here. */
  readonly now: string;
  /** Earlier runs of the same scenarios, oldest first. */
  readonly history?: readonly PastRun[];
}

/** How long before the page was written the last passing run began, or null where none is known. */
export function sinceLastPass(context: ScorecardContext): string | null {
  const last = context.history?.findLast((run) => run.verdict === 'pass');
  if (last === undefined) return null;
  const minutes = (Date.parse(context.now) - Date.parse(last.startedAt)) / 60_000;
  if (!Number.isFinite(minutes)) return null;
  if (minutes < 60) return `${Math.max(0, Math.round(minutes))} min ago`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h ago`;
  return `${Math.round(minutes / (24 * 60))} days ago`;
}
