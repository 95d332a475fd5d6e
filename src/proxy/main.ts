import { parseArgs } from 'node:util';
import { jsonLog } from './log.ts';
import { startFaultProxy, type FaultProxyOptions } from './server.ts';

/** The fault proxy as a child process: one line on stdout when it is ready, its log on stderr. */
const name = 'fault-proxy';

try {
  const proxy = await startFaultProxy({
    ...readOptions(process.argv.slice(2)),
    log: jsonLog('warn', (line) => process.stderr.write(line)),
  });
  const stop = (): void => {
    process.stdin.destroy();
    void proxy.stop();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // The end of stdin says that whoever started this process has gone.
  process.stdin.once('end', stop);
  process.stdin.once('error', stop);
  process.stdin.resume();
  say({ ready: true, name, url: proxy.url });
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  say({ ready: false, name, error: error instanceof Error ? error.message : String(error), code });
  process.exitCode = 1;
}

/** @throws Error for a flag that is unknown or makes no sense */
function readOptions(args: string[]): FaultProxyOptions {
  const { values } = parseArgs({
    args,
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
      config: { type: 'string' },
      seed: { type: 'string' },
      // By which whoever started it recognises it on a command line; of no meaning here.
      'run-id': { type: 'string' },
    },
  });
  const { host, config, seed } = values;
  return {
    host,
    port: wholeNumber('port', values.port, 65_535),
    ...(config === undefined ? {} : { config }),
    ...(seed === undefined ? {} : { seed: wholeNumber('seed', seed, Number.MAX_SAFE_INTEGER) }),
  };
}

function wholeNumber(flag: string, text: string, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= most)) throw new Error(`--${flag} must be a whole number up to ${most}, not ${text}`);
  return number;
}

function say(message: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
