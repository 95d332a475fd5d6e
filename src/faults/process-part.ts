import type { Environment, ProcessControl } from '../environment/environment.ts';
import type { FaultSpec } from '../model/fault.ts';
import { affectedPaths } from './affected-paths.ts';
import type { InjectedFault } from './fault.ts';
import { FaultError } from './fault-error.ts';
import { injectParts } from './part.ts';

/** What is done to a process, and how it is undone. */
interface ProcessAct {
  /** What it is then: `paused`. */
  readonly what: string;
  readonly act: (control: ProcessControl, name: string) => Promise<unknown>;
  readonly undo: (control: ProcessControl, name: string) => Promise<unknown>;
}

/**
 * Does something to every process that the fault is put on. There is no lease to renew: what holds the processes undoes it when the
 * harness dies, or ends them.
 * @throws FaultError `unsupported` or `not-injected`
 */
export async function injectOnProcesses(
  spec: FaultSpec,
  environment: Environment,
  { what, act, undo }: ProcessAct,
): Promise<InjectedFault> {
  const { processControl } = environment;
  if (processControl === undefined) {
    throw new FaultError(
      'unsupported',
      `${spec.type} needs a hold on the processes, which there is not here`,
    );
  }
  const paths = affectedPaths(spec, environment).map(({ name }) => name);
  const names = spec.on === 'app' ? paths : [spec.on];
  return injectParts(
    paths,
    names.map(async (name) => {
      await act(processControl, name);
      return {
        what: `${name} ${what}`,
        renew: () => Promise.resolve(),
        heal: async () => {
          await undo(processControl, name);
        },
      };
    }),
  );
}
