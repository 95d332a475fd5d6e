import { z } from 'zod';
import { EnvironmentError } from '../environment-error.ts';
import type { Docker } from './docker.ts';

/** What `docker info` says about the daemon, as far as it matters here. A daemon that does not answer leaves most of it out. */
const infoAnswer = z.object({
  ServerErrors: z.array(z.string()).nullish(),
  OSType: z.string().nullish(),
  OperatingSystem: z.string().nullish(),
  SecurityOptions: z.array(z.string()).nullish(),
});

/** Only on Linux, and only without a virtual machine or a network namespace in between, is the container's loopback ours. */
const elsewhere = 'use --fault-proxy embedded, or a Toxiproxy program, instead';

/**
 * Makes sure that containers here can share the loopback interface with what is drilled.
 * @param platform as `process.platform`
 * @throws EnvironmentError with a sentence for the user
 */
export async function requireDockerHost(
  docker: Docker,
  platform: NodeJS.Platform,
  signal: AbortSignal,
): Promise<void> {
  if (platform !== 'linux') {
    throw refused(
      `a fault proxy in a container needs Linux, where a container can share the host's loopback interface (this is ${platform}); ${elsewhere}`,
    );
  }
  const answer = await docker(['info', '--format', '{{json .}}'], { signal });
  const info = infoAnswer.safeParse(parseJson(answer.stdout)).data;
  // Some versions fail where the daemon is not there, others say so in what they print.
  const complaint = info?.ServerErrors?.[0] ?? (answer.complaint || 'no reason given');
  if (!answer.ok || info === undefined || (info.ServerErrors ?? []).length > 0) {
    throw refused(`the Docker daemon does not answer: ${complaint}`);
  }
  const between = whatIsBetween(info);
  if (between !== undefined) {
    throw refused(`containers do not share this machine's loopback interface (${between}); ${elsewhere}`);
  }
}

function whatIsBetween(info: z.infer<typeof infoAnswer>): string | undefined {
  if (info.OperatingSystem === 'Docker Desktop') return 'Docker Desktop runs them in a virtual machine';
  if (info.SecurityOptions?.some((option) => option.startsWith('name=rootless')) === true)
    return 'the daemon is rootless';
  if (info.OSType === 'windows') return 'the daemon runs Windows containers';
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(message: string): EnvironmentError {
  return new EnvironmentError('start-failed', 'fault-proxy', message);
}
