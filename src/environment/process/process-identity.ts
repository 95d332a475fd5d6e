import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What tells a process from a later one that was given the same pid. */
export interface ProcessIdentity {
  /** When it started, in the system's own words: comparable for equality on this machine only. */
  readonly startedAt: string;
  /** Its title or arguments, as a process list shows them. */
  readonly command: string;
}

/**
 * Looks a process up: in `/proc` where there is one, else by `ps`.
 * @returns `undefined` where there is no such process, none that we may see, or one that has ended and only waits
 * to be buried
 */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  return process.platform === 'linux' ? identifyByProc(pid) : identifyByPs(pid);
}

async function identifyByProc(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    const startedAt = startTimeIn(stat);
    return startedAt === undefined
      ? undefined
      : { startedAt, command: command.replaceAll('\0', ' ').trimEnd() };
  } catch {
    return undefined;
  }
}

/**
 * Reads `/proc/<pid>/stat` (proc_pid_stat(5)): field 22, clock ticks from boot to the process's start. The second
 * field is the program's name in parentheses and may hold anything, so fields are counted from its end.
 * @returns `undefined` for a process that has ended: state `Z` or `X`, field 3
 */
export function startTimeIn(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

async function identifyByPs(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    return readPs(stdout);
  } catch {
    return undefined;
  }
}

/**
 * Reads a line of `ps -o stat=,lstart=,command=` in the C locale.
 * @returns `undefined` for a process that has ended: its state begins with `Z`
 */
export function readPs(line: string): ProcessIdentity | undefined {
  const match = /^\s*([^Z\s]\S*)\s+(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})\s+(.*)$/m.exec(line);
  return match?.[2] === undefined || match[3] === undefined
    ? undefined
    : { startedAt: match[2], command: match[3].trimEnd() };
}
