import type { CleanupStep, DependencyPath } from '../environment.ts';
import type { ProvidedFaultProxy } from '../fault-proxy/provider.ts';
import type { Crew } from './crew.ts';
import { clearBehaviour, clearPath } from './leftover-faults.ts';
import { markedProcesses } from './marked-processes.ts';
import { acceptsConnections, addressOf } from './port.ts';
import type { Address } from './port.ts';
import type { RunRegistration } from './run-registry.ts';

/** Everything that has to be gone in the end. */
export interface Belongings {
  /** What all its processes carry. */
  readonly mark: string;
  readonly crew: Crew;
  readonly registration: RunRegistration;
  /** Absent where it never came up. */
  readonly faultProxy: ProvidedFaultProxy | undefined;
  readonly paths: readonly DependencyPath[];
}

/**
 * Takes everything away, newest first, and proves it gone. A step that fails keeps no other from being made.
 * Never rejects.
 */
export async function cleanUp(belongings: Belongings): Promise<readonly CleanupStep[]> {
  const { crew, mark, paths, registration } = belongings;
  await crew.settled();
  const members = crew.members();
  const urls = [
    ...members.flatMap(({ url, controlUrl }) => [url, controlUrl]),
    ...paths.map((path) => path.proxiedUrl),
  ];
  const addresses = urls.filter((url) => url !== undefined).map(addressOf);
  const steps = [
    await step('leave no fault in the proxy', () => clearPaths(belongings)),
    await step('leave no service misbehaving', () => inAll(members, clearBehaviour)),
  ];
  // Consumers before what they consume: a replica sends its last decision records as it ends.
  for (const member of members.toReversed()) steps.push(await member.stop());
  steps.push(...(await releaseProxy(belongings)));
  steps.push(
    await step('leave no process', () => proveProcessesGone(mark)),
    await step('leave no port open', () => provePortsClosed(mark, addresses)),
    await step('take the run record away', () => registration.remove()),
  );
  return steps;
}

/** Runs one step; what it returns is a note on how it went. */
async function step(name: string, act: () => Promise<string | void>): Promise<CleanupStep> {
  try {
    const note = await act();
    return typeof note === 'string' ? { step: name, ok: true, note } : { step: name, ok: true };
  } catch (thrown) {
    return { step: name, ok: false, note: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

async function clearPaths({ faultProxy, paths, crew }: Belongings): Promise<string | void> {
  if (faultProxy === undefined) return;
  const keeper = crew.members().find(({ pid }) => pid === faultProxy.pid);
  if (keeper?.ended() === true) return 'the fault proxy had ended, and every fault with it';
  return inAll(paths, (path) => clearPath(faultProxy, path));
}

/** Does the same to each; notes and failures of all are told together. */
async function inAll<T>(
  each: readonly T[],
  act: (one: T) => Promise<string | undefined>,
): Promise<string | undefined> {
  const settled = await Promise.allSettled(each.map(act));
  const failures = settled.filter((one) => one.status === 'rejected').map(({ reason }) => String(reason));
  if (failures.length > 0) throw new Error([...new Set(failures)].join('; '));
  const notes = settled.flatMap((one) =>
    one.status === 'fulfilled' && one.value !== undefined ? [one.value] : [],
  );
  return notes.length === 0 ? undefined : `taken away: ${notes.join(', ')}`;
}

/** A fault proxy that is no process of ours is left to its owner; one of ours was stopped with the others, and may leave more than a process. */
async function releaseProxy({ faultProxy }: Belongings): Promise<readonly CleanupStep[]> {
  if (faultProxy === undefined) return [];
  if (faultProxy.pid === null) return [await faultProxy.stop()];
  return faultProxy.release === undefined ? [] : [await faultProxy.release()];
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
