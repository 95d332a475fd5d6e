import type { ProcessControl, ProcessExit, RunningProcess } from '../environment/environment.ts';
import type { Stage } from './stage.ts';

/** Whoever has to know that processes come and go. */
export interface ProcessListener {
  started(process: RunningProcess): void;
  exited(exit: ProcessExit): void;
}

/** The same control over processes, with every end and every start in the journal: at times by which they had happened. */
export function journalProcesses(
  control: ProcessControl,
  { journal, clock }: Pick<Stage, 'journal' | 'clock'>,
  listener: ProcessListener,
): ProcessControl {
  return {
    ...control,
    end: async (...order) => {
      const exit = await control.end(...order);
      const { name, pid, code, signal } = exit;
      const t = clock.now();
      journal.write({ type: 'process', t, name, edge: 'exited', pid, code, signal, expected: true });
      listener.exited(exit);
      return exit;
    },
    start: async (...order) => {
      const process = await control.start(...order);
      const { name, pid } = process;
      journal.write({ type: 'process', t: clock.now(), name, edge: 'started', pid, expected: true });
      listener.started(process);
      return process;
    },
  };
}
