import { diagnose } from './diagnostics.ts';

/** What a service gets when it starts: where to leave what has to be undone when it stops. */
export interface Lifetime {
  /** Steps run in reverse order, each to its end, also when the start itself failed. */
  onStop(step: () => Promise<void> | void): void;
}

/** Addresses of a service that listens. */
export interface Started {
  readonly url: string;
  readonly controlUrl?: string;
  /** Processes that work for it and end with it; whoever watches whether it is starved has to watch them too. */
  readonly helpers?: readonly { readonly name: string; readonly pid: number }[];
  /** Resolves once the service cannot go on, with why: it then stops by itself, and its exit code says so. */
  readonly broken?: Promise<Error>;
}

/**
 * The life of a child process: starts the service, says so (or why not) in one JSON line on stdout, and stops it
 * on SIGTERM, on SIGINT and when stdin ends, which it does when the parent is gone, however it went.
 */
export async function runService(
  name: string,
  start: (lifetime: Lifetime) => Promise<Started>,
): Promise<void> {
  const steps: (() => Promise<void> | void)[] = [];
  const asked = stopAsked();
  try {
    const { broken, ...started } = await start({ onStop: (step) => steps.push(step) });
    say({ ready: true, name, ...started });
    const error = await Promise.race([asked.promise, ...(broken === undefined ? [] : [broken])]);
    if (error !== undefined) {
      process.exitCode = 1;
      diagnose(name, 'broken', { error: error.message });
    }
  } catch (error) {
    process.exitCode = 1;
    say({
      ready: false,
      name,
      error: error instanceof Error ? error.message : String(error),
      ...codeOf(error),
    });
  }
  for (const step of steps.toReversed()) {
    try {
      await step();
    } catch (error) {
      diagnose(name, 'stop-failed', { error: String(error) });
    }
  }
  asked.forget();
}

function stopAsked(): { readonly promise: Promise<void>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = (): void => resolve();
  process.on('SIGTERM', stop).on('SIGINT', stop);
  process.stdin.on('end', stop).on('error', stop).resume();
  return { promise, forget: () => process.stdin.destroy() };
}

function say(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function codeOf(error: unknown): { readonly code?: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? { code: error.code }
    : {};
}
