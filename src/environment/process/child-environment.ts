import { join } from 'node:path';
import { stateFolder } from './state-folder.ts';

/** Variables of ours that a child needs to find the machine's own things; nothing else of our environment reaches it. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SYSTEMROOT', 'TEMP', 'TMP'] as const;

/**
 * The environment variables of a child: a fixed few of ours, so that a proxy setting or a `NODE_OPTIONS` of the
 * person who drills cannot change what is drilled, then what the protocol sets.
 */
export function childEnvironment(
  mark: string,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return {
    ...environment,
    // Compiled code is kept between runs: a third of a child's start is spent on compiling.
    NODE_COMPILE_CACHE: join(stateFolder(), 'compile-cache'),
    AUTHZ_DRILL_RUN_ID: mark,
    ...own,
  };
}
