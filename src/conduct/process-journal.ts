import type { ProcessControl, RunningProcess } from '../environment/environment.ts';
import type { Stage } from './stage.ts';

/**
 * The same control over processes, with every end and every start in the journal: at times by which they had happened.
 * @param started hears of every process that was started
 */
export function journalProcesses(
  control: ProcessControl,
  { journal, clock }: Pick<Stage, 'journal' | 'clock'>,
  started: (process: RunningProcess) => void,
): ProcessControl {
  return {
    ...control,
    end: async (...order) => {
      const exit = await control.end(...order);
      const { name, pid, code, signal } = exit;
      const t = clock.now();
      journal.write({ type: 'process', t, name, edge: 'exited', pid, code, signal, expected: true });
      return exit;
    },
    start: async (...order) => {
      const process = await control.start(...order);
      const { name, pid } = process;
      journal.write({ type: 'process', t: clock.now(), name, edge: 'started', pid, expected: true });
      started(process);
      return process;
    },
  };
}
