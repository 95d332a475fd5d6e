import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startProgram, type ProgramProcess } from '../program-process.ts';

/** A Cerbos of ours, which has no policy until some are put into its folder and it is told to load them. */
export interface CerbosProcess extends ProgramProcess {
  /** Where it listens, as soon as it does. */
  readonly socketPath: string;
  /** Where it looks for policies. */
  readonly policyFolder: string;
}

/**
 * Who loads policies. It is no secret: whoever can open the socket in our folder is us. The hash is bcrypt's with the least work
 * there can be, as what Cerbos comes with would cost it a tenth of a second for every reload.
 */
export const admin = { username: 'front', password: 'authz-drill' };
const passwordHash = '$2b$04$abcdefghijklmnopqrstuuwTqGDnNIa547N0dsfk7JD1SwloN4Spu';

/**
 * Starts Cerbos in a folder of its own, where it has no policy yet.
 * @param program path or name of it
 * @throws Error where there is no such program
 */
export async function startCerbos(program: string): Promise<CerbosProcess> {
  const cerbos = await startProgram({
    title: 'Cerbos',
    program,
    async prepare(folder) {
      await mkdir(policiesIn(folder));
      const configFile = join(folder, 'config.yaml');
      await writeFile(configFile, stringify(cerbosConfig(folder)));
      return ['server', `--config=${configFile}`, '--log-level=error'];
    },
  });
  return {
    ...cerbos,
    socketPath: socketIn(cerbos.folder),
    policyFolder: policiesIn(cerbos.folder),
  };
}

/** Source of the format: the Cerbos documentation, "Configuration". */
function cerbosConfig(folder: string): object {
  return {
    server: {
      httpListenAddr: `unix:${socketIn(folder)}`,
      grpcListenAddr: `unix:${join(folder, 'grpc.sock')}`,
      adminAPI: {
        enabled: true,
        adminCredentials: {
          username: admin.username,
          passwordHash: Buffer.from(passwordHash).toString('base64'),
        },
      },
    },
    // A rule that fails would otherwise be as one that does not match, a rule that forbids too.
    engine: { strictEvaluation: true },
    // It notices changed files only seconds later, and not all at once: it is told instead.
    storage: { driver: 'disk', disk: { directory: policiesIn(folder), watchForChanges: false } },
    telemetry: { disabled: true },
  };
}

function socketIn(folder: string): string {
  return join(folder, 'cerbos.sock');
}

function policiesIn(folder: string): string {
  return join(folder, 'policies');
}
