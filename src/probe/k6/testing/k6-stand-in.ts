#!/usr/bin/env node
/**
 * A STAND-IN FOR K6, for tests only. It is not k6: it takes the part of k6's command line that we use, runs our script with one virtual user in
 * Node, and writes the points, the summary and the exit code as k6's documentation describes them. What it proves is how we deal with a
 * program that keeps to that documentation, not that k6 does.
 *
 * `K6_STAND_IN`-like wishes come by way of the environment, under a name that is not kept from it: AUTHZ_DRILL_STAND_IN is
 * `break` (ends with code 107 after a second of asking), `refuse` (ends at once with code 104), `vanish` (ends by SIGKILL after a second), or absent.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Options } from 'k6/options';
import { finish, samplesTo } from './samples.ts';

const [command, ...rest] = process.argv.slice(2);
const wish = process.env['AUTHZ_DRILL_STAND_IN'];

if (command === 'version') process.stdout.write('k6 v1.0.0 (stand-in of the tests, not k6)\n');
else if (command === 'run') await run(rest);
else process.exitCode = 255;

interface Script {
  readonly options: Options;
  readonly default: () => void;
  readonly handleSummary: (data: unknown) => Record<string, string>;
}

async function run(given: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      quiet: { type: 'boolean' },
      'no-color': { type: 'boolean' },
      'no-usage-report': { type: 'boolean' },
      'log-format': { type: 'string' },
      address: { type: 'string' },
      out: { type: 'string' },
      env: { type: 'string', multiple: true },
    },
  });
  if (wish === 'refuse') {
    process.stderr.write('there is a mistake in the options\n');
    process.exitCode = 104;
    return;
  }
  const [script = ''] = positionals;
  samplesTo((values.out ?? '').replace(/^json=/, ''));
  Object.assign(globalThis, {
    __ENV: Object.fromEntries((values.env ?? []).map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
    open: (file: string) => readFileSync(file, 'utf8'),
  });
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier.startsWith('k6/')
        ? { url: new URL(`./modules/${specifier.slice(3)}.ts`, import.meta.url).href, shortCircuit: true }
        : next(specifier, context),
  });
  const loaded: Script = await import(pathToFileURL(script).href);
  await iterate(loaded);
}

async function iterate({ options, default: iteration, handleSummary }: Script): Promise<void> {
  const scenario = options.scenarios?.['background'];
  if (scenario?.executor !== 'constant-arrival-rate') throw new Error('Only one executor is known.');
  const everyMs = 60_000 / scenario.rate;
  const startedAt = performance.now();
  const endsAt = startedAt + Number.parseFloat(scenario.duration);
  const interrupt = new AbortController();
  const { signal } = interrupt;
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupt.abort());

  for (let arrival = 0; !signal.aborted; arrival++) {
    const dueAt = startedAt + arrival * everyMs;
    if (dueAt >= endsAt) break;
    await new Promise((resolve) => {
      setTimeout(resolve, Math.max(0, dueAt - performance.now()));
    });
    if (wish !== undefined && performance.now() > startedAt + 1_000) {
      if (wish === 'vanish') process.kill(process.pid, 'SIGKILL');
      process.stderr.write('GoError: something in the script\n');
      process.exitCode = 107;
      return;
    }
    iteration();
  }
  const { metrics, crossed } = finish(options.thresholds ?? {});
  for (const [file, text] of Object.entries(handleSummary({ metrics }))) writeFileSync(file, text);
  process.exitCode = signal.aborted ? 105 : crossed ? 99 : 0;
}
