import type { Decision } from '../../../model/decision.ts';
import type { Question } from './question.ts';

/** A remote decision as it is repeated. */
interface CachedDecision {
  readonly outcome: Decision;
  /** Policy revision of the policy service that made it. */
  readonly revision: number;
  readonly reason: string;
  /** Milliseconds since the remote answer arrived. */
  readonly ageMs: number;
}

/** This replica's last believable remote decisions. */
export interface DecisionCache {
  keep(question: Question, decision: Omit<CachedDecision, 'ageMs'>): void;
  /**
   * The last decision on the same subject, action and resource, if it is at most `maxAgeMs` old and was made under
   * revision `lowestRevision` or a later one. Finding it does not make it younger.
   */
  find(question: Question, maxAgeMs: number, lowestRevision: number): CachedDecision | undefined;
}

/** Most decisions kept; the oldest go first. */
const capacity = 10_000;

/** @param now monotonic milliseconds: a clock that is set would make entries immortal, or void them all */
export function createDecisionCache(now: () => number = () => performance.now()): DecisionCache {
  const kept = new Map<
    string,
    { readonly decision: Omit<CachedDecision, 'ageMs'>; readonly arrivedAt: number }
  >();
  return {
    keep(question, decision) {
      const key = keyOf(question);
      // Taken out first, so that the map stays in order of arrival.
      kept.delete(key);
      kept.set(key, { decision, arrivedAt: now() });
      const [oldest] = kept.keys();
      if (kept.size > capacity && oldest !== undefined) kept.delete(oldest);
    },
    find(question, maxAgeMs, lowestRevision) {
      const entry = kept.get(keyOf(question));
      if (entry === undefined || entry.decision.revision < lowestRevision) return undefined;
      const ageMs = now() - entry.arrivedAt;
      return ageMs <= maxAgeMs ? { ...entry.decision, ageMs } : undefined;
    },
  };
}

/** As JSON, so that no choice of ids makes two questions one. */
function keyOf({ subject, action, resource }: Question): string {
  return JSON.stringify([subject.type, subject.id, action, resource.name]);
}
