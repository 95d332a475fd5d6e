import type { FaultSpec, FaultType } from '../model/fault.ts';
import { blackHole } from './black-hole.ts';
import type { Fault } from './fault.ts';
import { frozen } from './frozen.ts';
import { halfAnswer } from './half-answer.ts';
import { latency } from './latency.ts';
import { malformed } from './malformed.ts';
import { missingAttribute } from './missing-attribute.ts';
import { refused } from './refused.ts';
import { reset } from './reset.ts';
import { status } from './status.ts';

const faults: { readonly [Type in FaultType]: Fault<Extract<FaultSpec, { type: Type }>> } = {
  refused,
  'black-hole': blackHole,
  latency,
  reset,
  'half-answer': halfAnswer,
  status,
  malformed,
  frozen,
  'missing-attribute': missingAttribute,
};

/** The fault that a spec asks for; its functions are to be called with that same spec. */
export function faultFor(spec: FaultSpec): Fault {
  return faults[spec.type];
}
