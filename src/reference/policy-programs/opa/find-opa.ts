import { homedir } from 'node:os';
import { join } from 'node:path';
import { executableIn, foldersOf } from '../executable.ts';

/**
 * Path of an Open Policy Agent: named by `OPA_PROGRAM`, on the PATH, or where `go install` puts it.
 * @returns undefined where there is none; one that is named is believed to be there
 */
export function findOpa(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['OPA_PROGRAM'];
  if (named !== undefined && named !== '') return named;
  const goBin = env['GOBIN'] || join(env['GOPATH'] || join(homedir(), 'go'), 'bin');
  return executableIn([...foldersOf(env), goBin], 'opa');
}
