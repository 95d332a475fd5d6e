import type { FaultedPath } from '../faults/affected-paths.ts';
import type { CanaryQuestion } from '../faults/canary-question.ts';
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
  paths: readonly FaultedPath[],
  question: CanaryQuestion | undefined,
  shows: (canary: CanaryEvent) => boolean,
  signal: AbortSignal,
): Promise<Proof> {
  const { clock, timing } = stage;
  const giveUpAt = clock.now() + timing.proofWithinMs;
  const timeoutMs = canaryTimeoutMs(stage, spec);

  async function provePath(path: FaultedPath): Promise<Proof> {
    for (;;) {
      const canary = await canaryAlong(stage, path, timeoutMs, question);
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
  path: FaultedPath,
  timeoutMs: number,
  question?: CanaryQuestion,
): Promise<CanaryEvent> {
  const { environment, instruments, clock } = stage;
  // To a replica there is no other way than straight.
  const direct = path.dependency === 'app' ? undefined : environment.services[path.dependency];
  const canary = await instruments.sendCanary(path, timeoutMs, clock.now, direct, question);
  stage.journal.write(canary);
  return canary;
}

/** A canary that has to tell a late answer from none must outwait it. */
function canaryTimeoutMs({ timing, instruments }: Stage, spec: FaultSpec): number {
  const withinMs = instruments.faultFor(spec).showsWithinMs?.(spec);
  if (withinMs !== undefined) return Math.max(timing.canaryTimeoutMs, withinMs);
  if (spec.type !== 'latency') return timing.canaryTimeoutMs;
  return Math.max(timing.canaryTimeoutMs, 2 * (spec.latencyMs + spec.jitterMs));
}
