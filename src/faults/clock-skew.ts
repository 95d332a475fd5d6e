import type { FaultSpec } from '../model/fault.ts';
import type { Fault } from './fault.ts';
import { injectOnProcesses } from './process-part.ts';

/** How far a clock that a canary sees may be from where it was set, in seconds. */
const toleranceSeconds = 0.25;

/**
 * The replica's wall clock jumps, and back when the fault ends; its monotonic clock does not. That it jumped is acknowledged by the process
 * itself before it counts as injected, and shown by the time that the replica tells on its health endpoint.
 */
export const clockSkew: Fault<Extract<FaultSpec, { type: 'clock-skew' }>> = {
  type: 'clock-skew',
  effect: ({ skewMs }) => ({ kind: 'clock-skewed', skewMs }),
  inject: (spec, environment) =>
    injectOnProcesses(spec, environment, {
      what: 'told another time',
      act: (control, name) => control.skewClock(name, spec.skewMs),
      undo: (control, name) => control.skewClock(name, 0),
    }),
  shows: ({ skewMs }, { symptom }) => {
    const [, seconds, way] = /^clock ([\d.]+) s (ahead|behind)$/.exec(symptom) ?? [];
    if (seconds === undefined || (way === 'ahead') !== skewMs > 0) return false;
    return Math.abs(Number(seconds) - Math.abs(skewMs) / 1_000) <= toleranceSeconds;
  },
};
