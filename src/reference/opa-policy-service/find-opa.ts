import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Path of an Open Policy Agent: named by `OPA_PROGRAM`, on the PATH, or where `go install` puts it.
 * @returns undefined where there is none; one that is named is believed to be there
 */
export function findOpa(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['OPA_PROGRAM'];
  if (named !== undefined && named !== '') return named;
  const goBin = env['GOBIN'] || join(env['GOPATH'] || join(homedir(), 'go'), 'bin');
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, goBin].map((folder) => join(folder, 'opa')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
