import type { FaultSpec } from '../model/fault.ts';
import type { Fault } from './fault.ts';
import { injectOnProcesses } from './process-part.ts';

/** The replica is killed (SIGKILL) and, when the fault ends, started again at the address it had. It is healed once it listens. */
export const killed: Fault<Extract<FaultSpec, { type: 'killed' }>> = {
  type: 'killed',
  effect: () => ({ kind: 'taken-away' }),
  inject: (spec, environment) =>
    injectOnProcesses(spec, environment, {
      what: 'killed',
      act: (control, name) => control.end(name, 'SIGKILL'),
      undo: (control, name) => control.start(name),
    }),
  shows: (_spec, { symptom }) => symptom === 'ECONNREFUSED',
};
