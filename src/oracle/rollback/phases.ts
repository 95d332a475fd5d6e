import type { RollbackPhase } from '../../model/result.ts';
import { overlaps } from '../../model/time.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import { policyServicePoint } from '../world/revisions.ts';
import type { Revision } from '../world/revision-contents.ts';
import type { Edge } from './edges.ts';
import type { PointActive, RollbackFigures } from './moments.ts';

/** The moments of a rollback, as far as they are known. */
export interface RollbackMoments {
  readonly bad: Revision | undefined;
  readonly firstWrong: Edge | undefined;
  /** When the detector spoke, by the harness's clock. */
  readonly detected: number | undefined;
  /** When it was ordered, for the first time if it was refused at first; undefined where it never was. */
  readonly ordered: number | undefined;
  /** Null where nothing was ordered. */
  readonly figures: RollbackFigures | null;
}

/**
 * The phases from exposure to residue, those left out that did not come to pass. Each begins where the one before it ends, the
 * activations side by side. A phase's error bounds its length: it is that of its beginning and that of its end.
 */
export function rollbackPhases(world: ScenarioWorld, moments: RollbackMoments): readonly RollbackPhase[] {
  return [...untilOrdered(world, moments), ...afterOrder(world, moments)];
}

function untilOrdered(
  world: ScenarioWorld,
  { bad, firstWrong, detected, ordered = Infinity }: RollbackMoments,
): readonly RollbackPhase[] {
  if (bad === undefined || firstWrong === undefined) return [];
  const first = noLaterThan(firstWrong, ordered);
  const from = Math.min(bad.served ?? bad.ordered, first.at);
  const served = { at: from, errorMs: from - bad.ordered };
  const phases = [phase('exposure', served, first)];
  let decided = first;
  if (detected !== undefined) {
    const at = Math.max(first.at, Math.min(detected, ordered));
    // The alarm was written down when the harness came to it.
    const heldUpMs = world.starvation.ownDelayMs({ from: Math.min(first.at, detected), to: detected });
    decided = { at, errorMs: Math.abs(detected - at) + heldUpMs };
    phases.push(phase('detection', first, decided));
  }
  if (ordered < Infinity) {
    const note = detected === undefined ? 'no detector spoke: counted from the first wrong decision' : null;
    phases.push(phase('command', decided, { at: ordered, errorMs: 0 }, { note }));
  }
  return phases;
}

/** A rollback that was ordered before the first wrong decision had come cuts the exposure short. */
function noLaterThan({ at, errorMs }: Edge, limit: number): Edge {
  if (at <= limit) return { at, errorMs };
  return { at: limit, errorMs: Math.max(at - limit, errorMs - (at - limit)) };
}

function afterOrder(world: ScenarioWorld, { ordered, figures }: RollbackMoments): readonly RollbackPhase[] {
  if (ordered === undefined || figures === null) return [];
  const { served, points, active, end } = figures;
  const order = { at: ordered, errorMs: 0 };
  const phases = served === null ? [] : [phase('publication', order, served)];
  const begin = served ?? order;
  for (const point of points) {
    const note = activationNote(world, point);
    const from = point.at < begin.at ? { ...begin, at: point.at } : begin;
    phases.push(phase('activation', from, point, { replica: point.point, note }));
  }
  if (end !== null) phases.push(phase('residue', active, end));
  return phases;
}

/** What the moment of an activation does not say by itself: it may have been there long before the first decision that shows it. */
function activationNote(world: ScenarioWorld, { activation, point, tookPart }: PointActive): string | null {
  if (!activation.activated) return 'not seen on the good revision';
  if (activation.lastOlderSent === -Infinity) return 'made no decision in between';
  const between = { from: activation.from, to: activation.to };
  const unreachable =
    point === policyServicePoint &&
    world.faults.some((span) => span.spec.on === 'policy-service' && overlaps(span.possible, between));
  if (unreachable) return 'could not be asked in between';
  return tookPart ? null : 'gave no wrong decision';
}

function phase(
  name: RollbackPhase['phase'],
  from: Edge,
  to: Edge,
  { replica = null, note = null }: Partial<Pick<RollbackPhase, 'replica' | 'note'>> = {},
): RollbackPhase {
  const ms = to.at - from.at;
  return { phase: name, replica, from: from.at, to: to.at, ms, errorMs: from.errorMs + to.errorMs, note };
}
