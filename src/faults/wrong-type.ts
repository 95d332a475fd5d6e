import type { FaultSpec } from '../model/fault.ts';
import { effectOnAttribute, injectOnAttribute } from './attribute-fault.ts';
import type { Fault } from './fault.ts';

/** The service answers with one attribute as another type: `"true"` for `true`, a number for a text. */
export const wrongType: Fault<Extract<FaultSpec, { type: 'wrong-type' }>> = {
  type: 'wrong-type',
  effect: effectOnAttribute,
  inject: injectOnAttribute,
  shows: ({ attribute }, { symptom }) => symptom === `wrong type ${attribute}`,
};
