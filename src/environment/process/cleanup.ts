import type { CleanupStep, DependencyPath, FaultProxyHandle } from '../environment.ts';
import type { Crew } from './crew.ts';
import { clearBehaviours, clearProxy } from './leftover-faults.ts';
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
  readonly faultProxy: FaultProxyHandle | undefined;
  /** Where the fault proxy listens on others' behalf. */
  readonly paths: readonly DependencyPath[];
}

/**
 * Takes everything away, newest first, and proves it gone. A step that fails keeps no other from being made.
 * Never rejects.
 */
export async function cleanUp(belongings: Belongings): Promise<readonly CleanupStep[]> {
  const { crew, faultProxy, mark, paths, registration } = belongings;
  await crew.settled();
  const members = crew.members();
  const addresses = members.flatMap(({ url, controlUrl }) =>
    [url, controlUrl].filter((one) => one !== undefined).map(addressOf),
  );
  const steps: CleanupStep[] = [];
  if (faultProxy !== undefined) {
    steps.push(await step('leave no fault in the proxy', () => clearProxy(faultProxy)));
  }
  steps.push(await step('leave no service misbehaving', () => clearBehaviours(members)));
  // Consumers before what they consume: a replica sends its last decision records as it ends.
  for (const member of members.toReversed()) steps.push(await member.stop());
  steps.push(
    await step('leave no process', () => proveProcessesGone(mark)),
    await step('leave no port open', () =>
      provePortsClosed(mark, [...addresses, ...paths.map(({ proxiedUrl }) => addressOf(proxiedUrl))]),
    ),
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

async function proveProcessesGone(mark: string): Promise<string | void> {
  const left = await markedProcesses(mark);
  if (left === undefined)
    return 'by the exit of each alone: this system does not list processes by their environment';
  if (left.length > 0) throw new Error(`still running: pid ${left.join(', ')}`);
}

async function provePortsClosed(mark: string, addresses: readonly Address[]): Promise<string | void> {
  const looked = await Promise.all(
    addresses.map(async (address) => ((await acceptsConnections(address)) ? [address] : [])),
  );
  const open = looked.flat();
  if (open.length === 0) return;
  // With every process of ours gone, the system may have given a port to another program at once.
  const left = await markedProcesses(mark);
  if (left?.length === 0) return `${open.join(', ')} is in use again, by a process that is not ours`;
  throw new Error(`still open: ${open.join(', ')}`);
}
