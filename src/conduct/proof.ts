import type { DependencyPath } from '../environment/environment.ts';
import type { CanaryEvent } from '../model/event.ts';
import type { FaultSpec } from '../model/fault.ts';
import { formatMs } from '../model/time.ts';
import { pause } from './pause.ts';
import type { Stage } from './stage.ts';

/** Whether an edge was proved, and by what. */
export interface Proof {
  readonly proved: boolean;
  /** `r0.policy-service ECONNREFUSED after 1.2 ms; r1.…`; empty where there is nothing to say. */
  readonly text: string;
}

/**
 * Sends canaries along every path, over and over, until each has shown what is asked for or the time for it is over.
 * @throws the signal's reason once it is aborted
 */
export async function proveByCanaries(
  stage: Stage,
  spec: FaultSpec,
  paths: readonly DependencyPath[],
  shows: (canary: CanaryEvent) => boolean,
  signal: AbortSignal,
): Promise<Proof> {
  const { clock, timing } = stage;
  const giveUpAt = clock.now() + timing.proofWithinMs;
  const timeoutMs = canaryTimeoutMs(stage, spec);

  async function provePath(path: DependencyPath): Promise<Proof> {
    for (;;) {
      const canary = await canaryAlong(stage, path, timeoutMs);
      const text = `${path.name} ${canary.symptom} after ${formatMs(canary.received - canary.sent)}`;
      if (shows(canary)) return { proved: true, text };
      if (clock.now() >= giveUpAt) return { proved: false, text };
      await pause(timing.proofEveryMs, signal);
    }
  }

  return allOf(await Promise.all(paths.map(provePath)));
}

/** Proved where each of them is; otherwise those that are not have the word. */
export function allOf(proofs: readonly Proof[]): Proof {
  const proved = proofs.every((proof) => proof.proved);
  const telling = proofs.filter((proof) => proof.proved === proved && proof.text !== '');
  return { proved, text: telling.map(({ text }) => text).join('; ') };
}

/** Sends one canary and journals it. */
export async function canaryAlong(
  stage: Stage,
  path: DependencyPath,
  timeoutMs: number,
): Promise<CanaryEvent> {
  const direct = stage.environment.services[path.dependency];
  const canary = await stage.instruments.sendCanary(path, timeoutMs, stage.clock.now, direct);
  stage.journal.write(canary);
  return canary;
}

/** A canary that has to tell a late answer from none must outwait it. */
function canaryTimeoutMs({ timing }: Stage, spec: FaultSpec): number {
  if (spec.type !== 'latency') return timing.canaryTimeoutMs;
  return Math.max(timing.canaryTimeoutMs, 2 * (spec.latencyMs + spec.jitterMs));
}
