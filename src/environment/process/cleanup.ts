import type { CleanupStep } from '../environment.ts';
import { markedProcesses } from './marked-processes.ts';
import { acceptsConnections, addressOf } from './port.ts';
import type { Address } from './port.ts';
import type { RunRegistration } from './run-registry.ts';
import type { ServiceProcess } from './service-process.ts';

/** Runs one step of a cleanup; what it returns is a note on how it went. Never rejects. */
export async function step(name: string, act: () => Promise<string | void>): Promise<CleanupStep> {
  try {
    const note = await act();
    return typeof note === 'string' ? { step: name, ok: true, note } : { step: name, ok: true };
  } catch (thrown) {
    return { step: name, ok: false, note: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** Does the same to each, at once; failures of all are told together. @returns what they came to, in their order */
export async function inAll<T, Outcome>(
  each: readonly T[],
  act: (one: T) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  const settled = await Promise.allSettled(each.map(act));
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  if (failures.length > 0) throw new Error([...new Set(failures)].join('; '));
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** What was found and taken away, as a note. */
export function takenAway(found: readonly string[]): string | undefined {
  return found.length === 0 ? undefined : `taken away: ${found.join(', ')}`;
}

/** What has to be gone once its processes have ended. */
export interface Remains {
  /** What all its processes carried. */
  readonly mark: string;
  readonly members: readonly ServiceProcess[];
  /** Addresses of others that were open on their behalf. */
  readonly urls: readonly string[];
  readonly registration: RunRegistration;
}

/** Proves that nothing is left of what was ended, and takes its record away. */
export async function proveGone({
  mark,
  members,
  urls,
  registration,
}: Remains): Promise<readonly CleanupStep[]> {
  const own = members.flatMap(({ url, controlUrl }) => [url, controlUrl]);
  const addresses = [...own, ...urls].filter((url) => url !== undefined).map(addressOf);
  return [
    await step('leave no process', () => proveProcessesGone(mark)),
    await step('leave no port open', () => provePortsClosed(mark, addresses)),
    await step('take the run record away', () => registration.remove()),
  ];
}

async function proveProcessesGone(mark: string): Promise<string | void> {
  const left = await markedProcesses(mark);
  if (left === undefined)
    return 'by the exit of each alone: this system does not list processes by their environment';
  if (left.length > 0) throw new Error(`still running: pid ${left.join(', ')}`);
}

async function provePortsClosed(mark: string, addresses: readonly Address[]): Promise<string | void> {
  const accepting = await Promise.all(addresses.map(acceptsConnections));
  const open = addresses.filter((_, index) => accepting[index] === true);
  if (open.length === 0) return;
  // With every process of ours gone, the system may have given a port to another program at once.
  const left = await markedProcesses(mark);
  if (left?.length === 0) return `${open.join(', ')} is in use again, by a process that is not ours`;
  throw new Error(`still open: ${open.join(', ')}`);
}
