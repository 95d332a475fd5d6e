import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProgram, type ProgramProcess } from '../program-process.ts';

/** An OPA of ours. */
export interface OpaProcess extends ProgramProcess {
  /** Where it listens, as soon as it does. */
  readonly socketPath: string;
}

/** Of an OPA that is told to end: its answers under way, and no more than that. */
const graceS = 1;

/**
 * Starts OPA with this configuration, in a folder of its own that holds nothing else but the socket it listens on.
 * @param program path or name of it
 * @throws Error where there is no such program
 */
export async function startOpa(program: string, config: object): Promise<OpaProcess> {
  const opa = await startProgram({
    title: 'OPA',
    program,
    async prepare(folder) {
      const configFile = join(folder, 'config.json');
      await writeFile(configFile, JSON.stringify(config));
      return [
        'run',
        '--server',
        `--config-file=${configFile}`,
        `--addr=unix://${socketIn(folder)}`,
        `--shutdown-grace-period=${graceS}`,
        '--log-level=error',
        '--log-format=json',
        // It would ask its makers whether there is a newer one; a drill asks nobody outside.
        '--disable-telemetry',
      ];
    },
  });
  return { ...opa, socketPath: socketIn(opa.folder) };
}

function socketIn(folder: string): string {
  return join(folder, 'opa.sock');
}
