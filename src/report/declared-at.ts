import type { Finding } from '../model/result.ts';

/** Where a finding's declaration stands: `fixtures/ledger/contract.yaml:31`. */
export function declaredAt({ declared }: Finding): string {
  return declared.line === null ? declared.file : `${declared.file}:${declared.line}`;
}
