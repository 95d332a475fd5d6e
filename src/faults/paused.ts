import type { FaultSpec } from '../model/fault.ts';
import type { Fault } from './fault.ts';
import { FaultError } from './fault-error.ts';
import { injectOnProcesses } from './process-part.ts';

/**
 * The process stands still (SIGSTOP): the system goes on taking connections for it, and nothing comes back. A service
 * that stands still is silent past the fault proxy as well, which says nothing about the path and all about the service.
 */
export const paused: Fault<Extract<FaultSpec, { type: 'paused' }>> = {
  type: 'paused',
  effect: ({ on }) => ({ kind: on === 'app' ? 'taken-away' : 'out' }),
  inject: async (spec, environment) => {
    if (spec.on !== 'app' && spec.replica !== undefined) {
      throw new FaultError('unsupported', `all replicas ask the same ${spec.on}, which stands still for all`);
    }
    return injectOnProcesses(spec, environment, {
      what: 'paused',
      act: (control, name) => control.pause(name),
      undo: (control, name) => control.resume(name),
    });
  },
  shows: ({ on }, { symptom }) => symptom === (on === 'app' ? 'timeout' : 'timeout everywhere'),
};
