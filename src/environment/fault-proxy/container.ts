import { randomUUID } from 'node:crypto';
import { Toxiproxy } from 'toxiproxy-node-client';
import type { CleanupStep } from '../environment.ts';
import { EnvironmentError } from '../environment-error.ts';
import { entryFile } from '../process/entry.ts';
import { probeCapabilities } from './capabilities.ts';
import { requireImage } from './container-image.ts';
import { thisHarness } from './container-labels.ts';
import { removeContainer, sweepContainers } from './container-removal.ts';
import { requireDockerHost } from './docker-host.ts';
import { dockerProgram, type Docker } from './docker.ts';
import type { FaultProxyProvider, StartedChild } from './provider.ts';

/** The original, as its makers publish it. */
export const toxiproxyImage = 'ghcr.io/shopify/toxiproxy:2.12.0';

/** Which container, and how to come by it. */
export interface ContainerOptions {
  /** An image whose entry point is a Toxiproxy server; `toxiproxyImage` unless given. */
  readonly image?: string;
  /** Path or name of the docker program. */
  readonly docker: string;
  /** Takes a line for the user about what takes long or was cleaned up. */
  readonly say: (line: string) => void;
  /** As `process.platform`, which it is unless given. */
  readonly platform?: NodeJS.Platform;
}

/** Removing a container takes a daemon much longer than a process takes to end. */
const killAfterMs = 15_000;

/**
 * A Toxiproxy in a container on the host's own network. It is kept by a process of ours that removes it when the
 * harness is gone; one that is left even so is removed by the next preparation.
 */
export function container(options: ContainerOptions): FaultProxyProvider {
  const { image = toxiproxyImage, say, platform = process.platform } = options;
  const docker = dockerProgram(options.docker);
  let prepared: Promise<void> | undefined;

  async function prepare(signal: AbortSignal): Promise<void> {
    await requireDockerHost(docker, platform, signal);
    await sweepContainers(docker, say, signal);
    await requireImage(docker, image, say, signal);
  }

  return {
    name: `container ${image}`,
    prepare: (signal) => {
      // Once for all environments of a run, unless somebody gave up half-way.
      prepared ??= prepare(signal).catch((error: unknown) => {
        if (signal.aborted) prepared = undefined;
        throw error;
      });
      return prepared;
    },
    async start({ port, signal, startChild }) {
      const name = `authz-drill-fault-proxy-${randomUUID()}`;
      const harness = await thisHarness();
      const kept = ['--docker', options.docker, '--image', image, '--container', name, '--harness', harness];
      let child: StartedChild | undefined;
      try {
        const started = await startChild({
          name: 'fault-proxy',
          entry: entryFile('environment/fault-proxy/keeper'),
          args: [...kept, '--port', String(port)],
          env: dockerVariables(process.env),
          killAfterMs,
        });
        child = started;
        return {
          client: new Toxiproxy(started.url),
          url: started.url,
          pid: started.pid,
          ...(await probeCapabilities(started.url, signal)),
          stop: () => started.stop(),
          release: () => remove(docker, name),
        };
      } catch (error) {
        await child?.stop();
        // A keeper that was killed has left it behind.
        const { ok, note } = await remove(docker, name);
        if (ok) throw error;
        throw new EnvironmentError('start-failed', 'fault-proxy', `${String(error)}; ${note}`, {
          cause: error,
        });
      }
    },
  };
}

async function remove(docker: Docker, name: string): Promise<CleanupStep> {
  const step = `leave no container ${name}`;
  try {
    await removeContainer(docker, name);
    return { step, ok: true };
  } catch (error) {
    return { step, ok: false, note: error instanceof Error ? error.message : String(error) };
  }
}

/** What tells the docker program where its daemon is; a child is given no other variable of ours. */
function dockerVariables(all: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) =>
      value !== undefined && (key.startsWith('DOCKER_') || key === 'XDG_RUNTIME_DIR') ? [[key, value]] : [],
    ),
  );
}
