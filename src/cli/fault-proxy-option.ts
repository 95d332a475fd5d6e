import { address } from '../environment/fault-proxy/address.ts';
import { embedded } from '../environment/fault-proxy/embedded.ts';
import { program } from '../environment/fault-proxy/program.ts';
import type { FaultProxyProvider } from '../environment/fault-proxy/provider.ts';

/** Whose fault proxy a run goes through: `embedded`, the address of one that runs, or a Toxiproxy program. */
export function faultProxyFrom(text: string): FaultProxyProvider {
  if (text === 'embedded') return embedded;
  return /^https?:\/\//.test(text) ? address(text) : program(text);
}
