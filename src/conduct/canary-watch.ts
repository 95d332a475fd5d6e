import type { DependencyPath } from '../environment/environment.ts';
import { roundMs } from '../model/time.ts';
import type { FaultKeeper } from './fault-keeper.ts';
import { pause } from './pause.ts';
import { canaryAlong } from './proof.ts';
import type { Stage } from './stage.ts';

/** Canaries in the background along every path that no fault is on. */
export interface CanaryWatch {
  /** Paths that did not answer soundly the last time, or not yet, in sentences. */
  troubles(): readonly string[];
  /** Resolves once the last canary is back. */
  stop(): Promise<void>;
}

/** Starts watching. A canary that was held up where nothing was broken is journalled as a stall: the machine was slow. */
export function watchPaths(stage: Stage, keeper: Pick<FaultKeeper, 'isFaulted' | 'changesOf'>): CanaryWatch {
  const { environment, journal, timing } = stage;
  const stopping = new AbortController();
  const last = new Map(environment.paths.map(({ name }) => [name, 'no canary yet']));

  async function look(path: DependencyPath): Promise<void> {
    const changes = keeper.changesOf(path);
    const { sent, received, symptom } = await canaryAlong(stage, path, timing.canaryTimeoutMs);
    // A fault that came or went meanwhile explains whatever this canary met.
    if (keeper.isFaulted(path) || keeper.changesOf(path) !== changes) return;
    last.set(path.name, symptom);
    const stalledMs = roundMs(received - sent);
    if (stalledMs >= timing.stallFromMs)
      journal.write({ type: 'stall', from: sent, to: received, source: `canary ${path.name}`, stalledMs });
  }

  async function watch(path: DependencyPath, firstAfterMs: number): Promise<void> {
    const { signal } = stopping;
    try {
      await pause(firstAfterMs, signal);
      for (;;) {
        if (!keeper.isFaulted(path)) await look(path);
        await pause(timing.watchEveryMs, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  // One after the other, so that they do not hold each other up.
  const step = timing.watchEveryMs / Math.max(1, environment.paths.length);
  const watching = Promise.all(environment.paths.map((path, index) => watch(path, index * step)));
  // Whoever stops it hears of a failure.
  watching.catch(() => {});

  return {
    troubles: () =>
      [...last].flatMap(([path, symptom]) => (symptom === 'ok' ? [] : [`path ${path}: ${symptom}`])),
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}
