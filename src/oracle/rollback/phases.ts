import type { RollbackPhase } from '../../model/result.ts';
import { overlaps } from '../../model/time.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import { policyServicePoint } from '../world/revisions.ts';
import type { Revision } from '../world/revision-contents.ts';
import type { Activation } from './activation.ts';
import type { Edge, LastWrong } from './edges.ts';

/** The moments of a rollback, as far as they are known. */
export interface RollbackMoments {
  readonly bad: Revision | undefined;
  readonly firstWrong: Edge | undefined;
  readonly detected: number | undefined;
  readonly good: Revision | undefined;
  readonly active: readonly Activation[];
  readonly lastWrong: LastWrong | undefined;
}

/** The phases from exposure to residue, those left out that did not come to pass. */
export function rollbackPhases(world: ScenarioWorld, moments: RollbackMoments): readonly RollbackPhase[] {
  return [...untilDetected(moments), ...afterDetection(world, moments)];
}

function untilDetected({ bad, firstWrong, detected }: RollbackMoments): readonly RollbackPhase[] {
  if (bad === undefined || firstWrong === undefined) return [];
  const from = Math.min(bad.served ?? bad.ordered, firstWrong.at);
  const exposure = phase('exposure', from, firstWrong.at, firstWrong.errorMs + (from - bad.ordered));
  if (detected === undefined) return [exposure];
  return [exposure, phase('detection', Math.min(firstWrong.at, detected), detected, firstWrong.errorMs)];
}

function afterDetection(world: ScenarioWorld, moments: RollbackMoments): readonly RollbackPhase[] {
  const { good, firstWrong, detected, active, lastWrong } = moments;
  if (good === undefined) return [];
  const phases: RollbackPhase[] = [];
  const decidedAt = detected ?? firstWrong?.at;
  if (decidedAt !== undefined) {
    const note = detected === undefined ? 'no detector spoke: counted from the first wrong decision' : null;
    phases.push(phase('command', Math.min(decidedAt, good.ordered), good.ordered, 0, { note }));
  }
  if (good.served !== null) phases.push(phase('publication', good.ordered, good.served, 0));
  const served = good.served ?? good.ordered;
  let lastActive = served;
  for (const { point, at, errorMs, ...rest } of active) {
    const note = activationNote(world, { point, at, errorMs, ...rest });
    phases.push(phase('activation', Math.min(served, at), at, errorMs, { replica: point, note }));
    if (note === null) lastActive = Math.max(lastActive, at);
  }
  if (lastWrong !== undefined) {
    const to = Math.max(lastActive, lastWrong.at);
    phases.push(phase('residue', lastActive, to, to === lastWrong.at ? lastWrong.errorMs : 0));
  }
  return phases;
}

/** Why the moment of an activation says little: it may have been there long before the first decision that shows it. */
function activationNote(world: ScenarioWorld, point: Activation): string | null {
  if (!point.activated) return 'not seen on the good revision';
  if (point.lastOlderSent === -Infinity) return 'made no decision in between';
  const between = { from: point.at - point.errorMs, to: point.at };
  const unreachable =
    point.point === policyServicePoint &&
    world.faults.some((span) => span.spec.on === 'policy-service' && overlaps(span.possible, between));
  return unreachable ? 'could not be asked in between' : null;
}

function phase(
  name: RollbackPhase['phase'],
  from: number,
  to: number,
  errorMs: number,
  { replica = null, note = null }: Partial<Pick<RollbackPhase, 'replica' | 'note'>> = {},
): RollbackPhase {
  return { phase: name, replica, from, to, ms: to - from, errorMs, note };
}
