import type { FaultSpec, FaultType } from '../../model/fault.ts';
import { faultCatalogue } from '../../model/fault-catalogue.ts';

/** Who does a fault: the way to a dependency, the dependency itself, or whoever holds the processes. */
type Family = 'way' | 'service' | 'process';

const families: Readonly<Record<FaultType, Family>> = {
  refused: 'way',
  'black-hole': 'way',
  latency: 'way',
  drip: 'way',
  sliced: 'way',
  reset: 'way',
  'half-answer': 'way',
  flapping: 'way',
  status: 'service',
  redirect: 'service',
  empty: 'service',
  malformed: 'service',
  'wrong-content-type': 'service',
  'missing-attribute': 'service',
  'wrong-type': 'service',
  'other-answer': 'service',
  endless: 'service',
  frozen: 'service',
  replayed: 'service',
  future: 'service',
  partial: 'service',
  'untrusted-bundle': 'service',
  'credential-revoked': 'service',
  'credential-rotated': 'service',
  paused: 'process',
  killed: 'process',
  'clock-skew': 'process',
};

/** Every fault of the catalogue of that family, and those `more` that it does not have: what is drilled has to be proved. */
export function specsOf(family: Family, more: readonly FaultSpec[]): readonly FaultSpec[] {
  const catalogued = faultCatalogue.filter(({ type }) => families[type] === family);
  return [...catalogued, ...more.filter((spec) => !catalogued.some((one) => sameRow(one, spec)))];
}

function sameRow(one: FaultSpec, other: FaultSpec): boolean {
  const variants = ['status', 'clock-skew', 'missing-attribute', 'wrong-type', 'untrusted-bundle'];
  if (one.type !== other.type || one.on !== other.on) return false;
  return !variants.includes(one.type) || JSON.stringify(one) === JSON.stringify(other);
}
