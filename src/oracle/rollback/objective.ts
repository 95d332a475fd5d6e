import type { ScenarioWorld } from '../scenario-world.ts';
import { listed } from '../wording.ts';
import type { Activation } from './activation.ts';
import type { LastWrong } from './edges.ts';

/** Whether the objective was met; where it is not known, why, in a sentence. */
export interface ObjectiveMet {
  readonly within: boolean | null;
  readonly unknown: string | null;
}

/**
 * Three-valued. Not met: a wrong decision, or one on an older revision, was certainly asked for after the objective had
 * passed. Met: before it, every series was right again and every point had made its last decision on an older revision.
 * Anything else, and an overshoot no larger than what the machine was stalled for, is unknown.
 */
export function objectiveMet(
  world: ScenarioWorld,
  ordered: number | undefined,
  last: LastWrong | undefined,
  active: readonly Activation[],
  objectiveMs: number,
): ObjectiveMet {
  if (ordered === undefined) return { within: null, unknown: 'The rollback was never ordered.' };
  if (last === undefined) {
    return {
      within: null,
      unknown: 'The bad rule was never seen to decide anything, so its rollback proves nothing.',
    };
  }
  const limit = ordered + objectiveMs;
  const certainlyWrongAt = Math.max(last.sent, ...active.map((point) => point.lastOlderSent));
  if (certainlyWrongAt > limit) {
    const stalledMs = world.starvation.stalledMs({ from: ordered, to: certainlyWrongAt });
    if (stalledMs >= certainlyWrongAt - limit) {
      return {
        within: null,
        unknown: 'The machine was stalled for longer than the rollback overran its objective.',
      };
    }
    return { within: false, unknown: null };
  }
  const missing = active.filter((point) => !point.activated).map((point) => point.point);
  if (missing.length > 0) {
    return {
      within: null,
      unknown: `${listed(missing)} was not seen on the good revision before the end.`,
    };
  }
  const surelyOverAt = Math.max(last.until, ...active.map((point) => point.lastOlderReceived));
  if (surelyOverAt <= limit) return { within: true, unknown: null };
  return {
    within: null,
    unknown: 'The probes are too sparse to say on which side of the objective the rollback ended.',
  };
}
