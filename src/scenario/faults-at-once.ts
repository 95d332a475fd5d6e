import type { FaultSpec, FaultType } from '../model/fault.ts';

/** What only one fault at a time can make use of. */
const uses: Readonly<Record<FaultType, 'switch' | 'behaviour' | 'process' | 'clock' | undefined>> = {
  refused: 'switch',
  flapping: 'switch',
  'black-hole': undefined,
  latency: undefined,
  drip: undefined,
  sliced: undefined,
  reset: undefined,
  'half-answer': undefined,
  status: 'behaviour',
  redirect: 'behaviour',
  empty: 'behaviour',
  malformed: 'behaviour',
  'wrong-content-type': 'behaviour',
  'missing-attribute': 'behaviour',
  'wrong-type': 'behaviour',
  'other-answer': 'behaviour',
  endless: 'behaviour',
  frozen: 'behaviour',
  replayed: 'behaviour',
  future: 'behaviour',
  partial: 'behaviour',
  'untrusted-bundle': 'behaviour',
  'credential-revoked': 'behaviour',
  'credential-rotated': 'behaviour',
  paused: 'process',
  killed: 'process',
  'clock-skew': 'clock',
};

const why = {
  switch: 'a path can be turned off by one fault at a time',
  behaviour: 'a service can misbehave in one way at a time',
  process: 'a process can be taken away by one fault at a time',
  clock: 'a clock can be wrong in one way at a time',
} as const;

/** Why two faults cannot hold at the same time; undefined where they can. */
export function bothAtOnce(one: FaultSpec, other: FaultSpec): string | undefined {
  const use = uses[one.type];
  if (use === undefined || use !== uses[other.type] || one.on !== other.on) return undefined;
  const apart = one.replica !== undefined && other.replica !== undefined && one.replica !== other.replica;
  return apart ? undefined : `${why[use]}, and ${one.type} on ${one.on} does so already`;
}
