import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/** Turns of 50 ms, between which it notices that whoever started it is gone; after an hour it ends whatever happens. */
const spin = `
process.stdin.resume().on('end', () => process.exit());
const end = Date.now() + 3_600_000;
const turn = () => {
  const until = Date.now() + 50;
  while (Date.now() < until);
  if (until < end) setImmediate(turn);
  else process.exit();
};
turn();`;

/** Keeps every core of the machine busy until what is returned is called. */
export function keepCoresBusy(): () => Promise<void> {
  const children = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['--eval', spin], { stdio: ['pipe', 'ignore', 'ignore'] }),
  );
  const ended = children.map((child) => once(child, 'close'));
  return async () => {
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ended);
  };
}
