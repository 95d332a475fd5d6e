import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The k6 of this machine. */
export type FoundK6 =
  | { readonly program: string; readonly version: string }
  | { readonly program: undefined; readonly why: string };

/** From this version on, k6 runs TypeScript as it is. */
const leastVersion = [0, 57] as const;
const answersWithinMs = 20_000;
const run = promisify(execFile);

/** The program that K6_PROGRAM names, else `k6` on the PATH; it has to say which version it is. Never rejects. */
export async function findK6(env: NodeJS.ProcessEnv = process.env): Promise<FoundK6> {
  const named = env['K6_PROGRAM'];
  const program = named === undefined || named === '' ? 'k6' : named;
  let said: string;
  try {
    ({ stdout: said } = await run(program, ['version'], {
      timeout: answersWithinMs,
      env: k6Environment(env),
    }));
  } catch (error) {
    if (isMissing(error)) {
      return {
        program: undefined,
        why:
          named === program ? `there is no ${program}, which K6_PROGRAM names` : 'it is not on this machine',
      };
    }
    return { program: undefined, why: `${program} does not say its version` };
  }
  const version = /\bv?(\d+)\.(\d+)\.\d+\S*/.exec(said);
  if (version === null) return { program: undefined, why: `${program} does not say its version` };
  const [text, major, minor] = version;
  const isOld = Number(major) === leastVersion[0] && Number(minor) < leastVersion[1];
  return isOld
    ? { program: undefined, why: `${text} is too old: v0.57.0 or later runs TypeScript` }
    : { program, version: text };
}

/**
 * The environment that k6 is given: the user's, without what would change k6's options behind the scenario's back (`K6_DURATION`, `K6_OUT`, …,
 * which go before the script's own) or send its requests elsewhere.
 */
export function k6Environment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !name.startsWith('K6_') && !/^(?:https?|all|no)_proxy$/i.test(name),
    ),
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES');
}
