import { execFileSync } from 'node:child_process';
import { toxiproxyImage } from '../container.ts';

/** The docker program under test. */
export const dockerFile = process.env['AUTHZ_DRILL_DOCKER'] ?? 'docker';

/** Whether a daemon answers and has the image: tests do not pull. */
export function hasToxiproxyImage(): boolean {
  try {
    execFileSync(dockerFile, ['image', 'inspect', toxiproxyImage], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** Names of the containers, running or not, that belong to an environment. */
export function containersOf(mark: string): readonly string[] {
  const args = ['ps', '--all', '--filter', `label=authz-drill.run=${mark}`, '--format', '{{.Names}}'];
  return execFileSync(dockerFile, args, { encoding: 'utf8' })
    .split('\n')
    .filter((name) => name !== '');
}
