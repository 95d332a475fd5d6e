import type { Finding } from '../model/result.ts';
import { listed, moment } from './words.ts';

/** Where a finding's declaration stands: `fixtures/ledger/contract.yaml:31`. */
export function declaredAt({ declared }: Finding): string {
  return declared.line === null ? declared.file : `${declared.file}:${declared.line}`;
}

/** When and where a finding was seen: `from +3.21 s to +4.29 s on r1`. */
export function seenWhen({ seen }: Finding): string {
  const when =
    seen.first === seen.last
      ? `at ${moment(seen.first)}`
      : `from ${moment(seen.first)} to ${moment(seen.last)}`;
  return seen.replicas.length === 0 ? when : `${when} on ${listed(seen.replicas)}`;
}
