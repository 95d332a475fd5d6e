import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What tells a process from a later one that was given the same pid. */
export interface ProcessIdentity {
  /** When it started, in the system's own words: comparable for equality on this machine only. */
  readonly startedAt: string;
  /** Its arguments; empty for one that has ended and is not yet buried. */
  readonly command: string;
}

/**
 * Looks a process up: in `/proc` where there is one, else by `ps`.
 * @returns `undefined` where there is no such process, or none that we may see
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
 * Field 22 of `/proc/<pid>/stat` (proc_pid_stat(5)): clock ticks from boot to the process's start. The second
 * field is the program's name in parentheses and may hold anything, so fields are counted from the last one.
 */
export function startTimeIn(stat: string): string | undefined {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

async function identifyByPs(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'lstart=,command=', '-p', String(pid)], {
      env: { ...process.env, LC_ALL: 'C' },
    });
    return readPs(stdout);
  } catch {
    return undefined;
  }
}

/** Reads a line of `ps -o lstart=,command=`; `lstart` is always 24 characters in the C locale. */
export function readPs(line: string): ProcessIdentity | undefined {
  const match = /^\s*(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4})\s+(.*)$/m.exec(line);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { startedAt: match[1], command: match[2].trimEnd() };
}
