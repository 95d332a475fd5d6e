import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import type { Fault } from './fault.ts';

/** The service answers 200 with a page of HTML, as a captive portal or a login page would. */
export const wrongContentType: Fault<Extract<FaultSpec, { type: 'wrong-content-type' }>> = {
  type: 'wrong-content-type',
  effect: () => ({ kind: 'lying' }),
  inject: (spec, environment, leaseMs) =>
    injectBehaviour(spec, environment, { kind: 'wrong-content-type' }, leaseMs),
  shows: (_spec, { symptom }) => symptom === 'content type text/html',
};
