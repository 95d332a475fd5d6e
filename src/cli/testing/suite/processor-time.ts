import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of the kernel's figures in a second: USER_HZ, which is 100 on every Linux that we know. */
const ticksPerSecond = 100;

/** Processor time of a run's processes, in seconds, as `/proc` tells it; nothing where there is none. */
export interface ProcessorTime {
  /** By part: `harness`, `replica`, `policy-service`, … Little is missed: what a process uses after the last look at it. */
  byPart(): ReadonlyMap<string, { readonly processes: number; readonly seconds: number }>;
  stop(): void;
}

/** Watches the processes of the run that a program of ours makes. @param pid of that program */
export function watchProcessorTime(pid: number): ProcessorTime {
  const seen = new Map<string, { readonly part: string; readonly seconds: number }>();
  const look = (): void => {
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const stat = read(`/proc/${entry}/stat`);
      const part = partOf(entry, pid, stat);
      if (part !== undefined) seen.set(entry, { part, seconds: secondsOf(stat) });
    }
  };
  const timer = process.platform === 'linux' ? setInterval(look, 50) : undefined;
  return {
    byPart: () => {
      const parts = new Map<string, { processes: number; seconds: number }>();
      for (const { part, seconds } of seen.values()) {
        const sum = parts.get(part) ?? { processes: 0, seconds: 0 };
        parts.set(part, { processes: sum.processes + 1, seconds: sum.seconds + seconds });
      }
      return parts;
    },
    stop: () => clearInterval(timer),
  };
}

/** Processor time of all children of ours that have ended, and of theirs, in seconds. */
export function endedChildrenSeconds(): number {
  const fields = fieldsOf(read('/proc/self/stat'));
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}

function partOf(entry: string, pid: number, stat: string): string | undefined {
  if (Number(entry) === pid) return 'harness';
  if (Number(fieldsOf(stat)[1]) !== pid) return undefined;
  const name = /authz-drill (\S+) --run-id=/.exec(read(`/proc/${entry}/cmdline`))?.[1];
  return name !== undefined && /^r\d+$/.test(name) ? 'replica' : name;
}

/** What is gone or not ours to read has nothing in it. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Fields of proc_pid_stat(5) from the third on: the second, a name, may hold anything. */
function fieldsOf(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** utime and stime. */
function secondsOf(stat: string): number {
  const fields = fieldsOf(stat);
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
