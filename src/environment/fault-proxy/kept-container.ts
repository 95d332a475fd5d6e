import { spawn } from 'node:child_process';
import { harnessLabel, runLabel } from './container-labels.ts';
import { removeContainer } from './container-removal.ts';
import { dockerProgram, type DockerAnswer } from './docker.ts';
import { howItEnded } from './kept-program.ts';
import type { Kept } from './kept.ts';

/** How a container is made. */
export interface ContainerOrder {
  /** Path or name of the docker program. */
  readonly docker: string;
  /** An image that runs a Toxiproxy server when it is started with its arguments. It must be on this machine. */
  readonly image: string;
  readonly name: string;
  /** Mark of the environment it belongs to. */
  readonly mark: string;
  /** Process it belongs to, as `thisHarness` writes it. */
  readonly harness: string;
}

/**
 * Arguments of `docker create`. The container shares the network of the host, and with it loopback, where alone its
 * server listens; it gets nothing else: no capability, no file to write, no privilege to gain.
 */
export function createArguments(order: ContainerOrder, args: readonly string[]): readonly string[] {
  return [
    'create',
    '--rm',
    '--pull=never',
    '--network=host',
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
    '--read-only',
    '--env=LOG_LEVEL=warn',
    `--label=${runLabel}=${order.mark}`,
    `--label=${harnessLabel}=${order.harness}`,
    `--name=${order.name}`,
    order.image,
    ...args,
  ];
}

/** Runs a Toxiproxy server in a container. @param args of the server */
export function keepContainer(order: ContainerOrder, args: readonly string[]): Kept {
  const docker = dockerProgram(order.docker);
  let stopping = false;
  const created = docker(createArguments(order, args));
  const run = (made: DockerAnswer): string | Promise<string> => {
    if (!made.ok) return `could not be created (${made.complaint})`;
    // Created is not started: one that is to go must not be started any more.
    if (stopping) return 'was not started';
    // Attached, so that its last words are heard although it is removed as soon as it ends.
    return howItEnded(spawn(order.docker, ['start', '--attach', order.name], { stdio: ['ignore', 2, 2] }));
  };
  const ended = created.then(run, (error: unknown) => `could not be created (${String(error)})`);
  return {
    name: `container ${order.image}`,
    ended,
    stop: async () => {
      stopping = true;
      await Promise.allSettled([created]);
      await removeContainer(docker, order.name);
      await ended;
    },
  };
}
