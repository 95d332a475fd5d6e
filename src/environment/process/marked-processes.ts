import { readdir, readFile } from 'node:fs/promises';

/**
 * Pids of all processes that were started within an environment, whoever started them: the mark is in their
 * environment variables, which a grandchild inherits.
 * @returns `undefined` where the system does not show them (it has no `/proc`)
 */
export async function markedProcesses(mark: string): Promise<readonly number[] | undefined> {
  if (process.platform !== 'linux') return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const marked = await Promise.all(
    pids.map(async (pid) => {
      // Not ours to read, or gone meanwhile: then it is none of ours.
      const variables = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return variables.split('\0').includes(`AUTHZ_DRILL_RUN_ID=${mark}`) ? Number(pid) : undefined;
    }),
  );
  return marked.filter((pid) => pid !== undefined);
}
