import type { Plan } from '../../plan/plan.ts';
import type { HiddenTruth, TrueFault } from './hidden-truth.ts';
import type { Chance } from './random.ts';
import type { SimulatedDefect } from './simulated-defect.ts';
import type { SimulatedFaults } from './simulated-faults.ts';
import { forged } from './simulated-policy.ts';

/** The policy that a replica holds. */
export interface SimulatedBundle {
  /**
   * The last change that it has, null for none; and the moment since which it is confirmed, undefined before the first time. A
   * policy that comes with the release needs no confirmation: that is always now.
   */
  at(t: number): HeldBundle;
}

export interface HeldBundle {
  readonly change: string | null;
  readonly revision: number;
  readonly confirmed: number | undefined;
}

/** An answer of the bundle service that the replica believed. */
interface Taken {
  readonly at: number;
  /** When it was asked for. */
  readonly sent: number;
  /** By the service's clock, when it vouched for it. */
  readonly vouched: number;
  readonly change: string | null;
  readonly revision: number;
}

interface BundleParts {
  readonly plan: Plan;
  readonly truth: HiddenTruth;
  readonly faults: SimulatedFaults;
  readonly chance: Chance;
  readonly name: string;
  readonly endMs: number;
  readonly defect: SimulatedDefect | null;
}

/** What one replica holds during a whole drill, by the way in which its contract says that policy reaches it. */
export function simulatedBundle(parts: BundleParts): SimulatedBundle {
  return parts.plan.contract.policy.distribution === 'release' ? released(parts) : asked(parts);
}

function released({ truth, name, defect }: BundleParts): SimulatedBundle {
  const changes = truth.changes.flatMap(({ id, revision, deployed }, nth) => {
    const forgotten = defect === 'activation-forgotten-on-one-replica' && name === 'r1' && nth > 0;
    const mine = deployed.find((one) => one.replica === name);
    return mine === undefined || forgotten ? [] : { id, revision, from: mine.began };
  });
  return {
    at(now) {
      const last = changes.findLast(({ from }) => from <= now);
      return { change: last?.id ?? null, revision: last?.revision ?? 1, confirmed: now };
    },
  };
}

/**
 * Asks for a whole drill. A process that was started again asks at once; until then it has none, or the one that it keeps
 * on its disk, with the moment of its confirmation.
 */
function asked(parts: BundleParts): SimulatedBundle {
  const { plan, truth, faults, chance, name, endMs, defect } = parts;
  const { policy } = plan.contract;
  const persists =
    defect === 'age-reset-by-restart' || (chance.happens(0.5) && defect !== 'cold-start-allows');
  const believesFrozenOnce = chance.happens(0.5);
  const absences = truth.absences.filter((one) => one.replica === name);
  const taken: Taken[] = [];
  let t = -chance.between(50, 500);
  while (t < endMs) {
    const moment = t;
    const away = absences.find(({ began, ended }) => began <= moment && moment < ended);
    if (away !== undefined) {
      t = away.ended + chance.between(0, 20);
      continue;
    }
    const started = absences.findLast(({ ended, how }) => how !== 'paused' && ended <= moment)?.ended;
    const held = taken.at(-1);
    const hasOne = held !== undefined && (persists || held.at >= (started ?? -Infinity));
    const done = answeredAt(parts, moment, hasOne ? held.revision : 0) + chance.between(1, 15);
    const answer = answerOf(parts, moment, done, taken, believesFrozenOnce);
    const last = taken.at(-1);
    const forgets =
      defect === 'activation-forgotten-on-one-replica' && name === 'r1' && (last?.revision ?? 1) > 1;
    if (answer !== undefined)
      taken.push(forgets && last !== undefined ? { ...last, ...ageOf(answer) } : answer);
    const broken = faults.on('bundle-service', moment, done);
    // What breaks off is asked again at the pace of polls.
    const waits = policy.longPollMs !== null && broken === undefined;
    const next = waits
      ? done + chance.between(0, 20)
      : Math.max(moment, broken?.began ?? moment) + policy.pollEveryMs * chance.between(0.5, 0.85);
    const interrupted = absences.find(
      ({ began, ended, how }) => how !== 'paused' && began > moment && ended <= next,
    );
    t = interrupted === undefined ? next : interrupted.ended + chance.between(0, 20);
  }
  return {
    at(now) {
      const started = absences.findLast(({ ended, how }) => how !== 'paused' && ended <= now)?.ended;
      const since = persists ? -Infinity : (started ?? -Infinity);
      const held = taken.findLast(({ at }) => at <= now && at >= since);
      if (held === undefined) return { change: null, revision: 0, confirmed: undefined };
      const laundered = defect === 'age-reset-by-restart' ? (started ?? -Infinity) : -Infinity;
      return {
        change: held.change,
        revision: held.revision,
        confirmed: Math.max(held.sent, laundered),
      };
    },
  };
}

/** A long poll is answered once there is something newer than what the replica has, or its time is over. */
function answeredAt({ plan, truth }: BundleParts, sent: number, held: number): number {
  const longPollMs = plan.contract.policy.longPollMs ?? 0;
  if (held === 0) return sent;
  const next = truth.changes.find(({ revision }) => revision > held)?.served ?? Infinity;
  return Math.max(sent, Math.min(sent + longPollMs, next));
}

/** What the replica believes of an answer, and undefined where it gets or believes none. */
function answerOf(
  { plan, truth, faults, defect }: BundleParts,
  sent: number,
  done: number,
  taken: readonly Taken[],
  believesFrozenOnce: boolean,
): Taken | undefined {
  const fault = faults.on('bundle-service', sent, done);
  if (fault === undefined) return { ...inForceAt(truth, done), at: done, sent, vouched: done };
  const { type } = fault.spec;
  if (type === 'frozen') {
    const isNewer = believesFrozenOnce && (taken.at(-1)?.vouched ?? -Infinity) < fault.began;
    const always =
      plan.contract.policy.distribution === 'runtime-fetch' || defect === 'frozen-distribution-believed';
    const then = { ...inForceAt(truth, fault.began), at: done, sent, vouched: fault.began };
    return isNewer || always ? then : undefined;
  }
  if (type !== 'untrusted-bundle') return undefined;
  const believed =
    defect === (fault.spec.variant === 'replayed' ? 'replay-accepted' : 'forged-bundle-accepted');
  const earlier = replayed(truth, fault);
  const content = fault.spec.variant === 'replayed' ? earlier : { change: forged, revision: 1_001 };
  return believed ? { ...content, at: done, sent, vouched: done } : undefined;
}

function inForceAt({ changes }: HiddenTruth, t: number): Pick<Taken, 'change' | 'revision'> {
  const last = changes.findLast((change) => change.served <= t);
  return { change: last?.id ?? null, revision: last?.revision ?? 1 };
}

/** The one before the last that was served when the fault began. */
function replayed({ changes }: HiddenTruth, { began }: TrueFault): Pick<Taken, 'change' | 'revision'> {
  const served = changes.filter((change) => change.served <= began);
  const earlier = served.at(-2);
  return { change: earlier?.id ?? null, revision: earlier?.revision ?? 1 };
}

function ageOf({ at, sent, vouched }: Taken): Pick<Taken, 'at' | 'sent' | 'vouched'> {
  return { at, sent, vouched };
}
