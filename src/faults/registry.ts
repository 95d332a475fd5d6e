import type { FaultSpec, FaultType } from '../model/fault.ts';
import type { Fault } from './fault.ts';
import { blackHole } from './black-hole.ts';
import { clockSkew } from './clock-skew.ts';
import { credentialRevoked } from './credential-revoked.ts';
import { credentialRotated } from './credential-rotated.ts';
import { drip } from './drip.ts';
import { empty } from './empty.ts';
import { endless } from './endless.ts';
import { flapping } from './flapping.ts';
import { frozen } from './frozen.ts';
import { future } from './future.ts';
import { halfAnswer } from './half-answer.ts';
import { killed } from './killed.ts';
import { latency } from './latency.ts';
import { malformed } from './malformed.ts';
import { missingAttribute } from './missing-attribute.ts';
import { otherAnswer } from './other-answer.ts';
import { partial } from './partial.ts';
import { paused } from './paused.ts';
import { redirect } from './redirect.ts';
import { refused } from './refused.ts';
import { replayed } from './replayed.ts';
import { reset } from './reset.ts';
import { sliced } from './sliced.ts';
import { status } from './status.ts';
import { untrustedBundle } from './untrusted-bundle.ts';
import { wrongContentType } from './wrong-content-type.ts';
import { wrongType } from './wrong-type.ts';

const faults: { readonly [Type in FaultType]: Fault<Extract<FaultSpec, { type: Type }>> } = {
  refused,
  'black-hole': blackHole,
  latency,
  drip,
  sliced,
  reset,
  'half-answer': halfAnswer,
  flapping,
  status,
  redirect,
  empty,
  malformed,
  'wrong-content-type': wrongContentType,
  'missing-attribute': missingAttribute,
  'wrong-type': wrongType,
  'other-answer': otherAnswer,
  endless,
  frozen,
  replayed,
  future,
  partial,
  'untrusted-bundle': untrustedBundle,
  'credential-revoked': credentialRevoked,
  'credential-rotated': credentialRotated,
  paused,
  killed,
  'clock-skew': clockSkew,
};

/** The fault that a spec asks for; its functions are to be called with that same spec. */
export function faultFor(spec: FaultSpec): Fault {
  return faults[spec.type];
}
