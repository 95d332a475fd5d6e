import { EnvironmentError } from '../environment-error.ts';
import type { Docker } from './docker.ts';

/**
 * Makes sure that an image is on this machine; fetches it where it is not, which may take minutes.
 * @param say takes a line for the user, who waits
 * @throws EnvironmentError
 */
export async function requireImage(
  docker: Docker,
  image: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if ((await docker(['image', 'inspect', '--format', '{{.Id}}', image], { signal })).ok) return;
  say(`pulling ${image}, which is not on this machine yet`);
  const pulled = await docker(['pull', '--quiet', image], { signal, withinMs: Infinity });
  if (pulled.ok) return;
  const why = pulled.complaint || 'no reason given';
  throw new EnvironmentError(
    'start-failed',
    'fault-proxy',
    `the image ${image} is not on this machine and cannot be pulled: ${why}`,
  );
}
