import type { FaultSpec } from '../model/fault.ts';
import { effectOnAttribute, injectOnAttribute } from './attribute-fault.ts';
import type { Fault } from './fault.ts';

/** The service answers without one attribute. */
export const missingAttribute: Fault<Extract<FaultSpec, { type: 'missing-attribute' }>> = {
  type: 'missing-attribute',
  effect: effectOnAttribute,
  inject: injectOnAttribute,
  shows: ({ attribute }, { symptom }) => symptom === `missing ${attribute}`,
};
