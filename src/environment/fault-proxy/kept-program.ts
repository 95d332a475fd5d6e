import { spawn, type ChildProcess } from 'node:child_process';
import type { Kept } from './kept.ts';

/** Runs a Toxiproxy server program. @param file path or name of it */
export function keepProgram(file: string, args: readonly string[]): Kept {
  const program = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = howItEnded(program);
  return {
    name: file,
    ended,
    stop: async () => {
      program.kill('SIGTERM');
      await ended;
    },
  };
}

/** Resolves with how a child ended, or that it never ran, in words. */
export function howItEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be run (${error.message})`));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
    );
  });
}
