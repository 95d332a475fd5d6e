import type { CleanupStep, Environment } from '../environment.ts';
import type { ProcessEnvironmentOptions } from './options.ts';
import { openPool } from './process-pool.ts';

/**
 * Stands up the reference application, everything it depends on and the fault proxy between them, for one drill:
 * nothing of it is handed on.
 * @throws EnvironmentError, with everything that had been started stopped again
 */
export async function startProcessEnvironment(options: ProcessEnvironmentOptions): Promise<Environment> {
  const pool = openPool(options);
  const environment = await pool.start(options);
  let stopped: ReturnType<Environment['stop']> | undefined;
  const stop = async (): Promise<readonly CleanupStep[]> => [
    ...(await environment.stop()),
    ...(await pool.close()),
  ];
  return {
    ...environment,
    get processes() {
      return environment.processes;
    },
    stop: () => (stopped ??= stop()),
  };
}
