import { parseArgs } from 'node:util';
import { jsonLog } from './log.ts';
import { startFaultProxy } from './server.ts';

/** The fault proxy as a child process: one line on stdout when it is ready, its log on stderr. */
const name = 'fault-proxy';

const say = (message: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' },
    config: { type: 'string' },
    seed: { type: 'string' },
    // By which whoever started it recognises it on a command line; of no meaning here.
    'run-id': { type: 'string' },
  },
});

try {
  const { config, seed } = values;
  const proxy = await startFaultProxy({
    host: values.host,
    port: Number(values.port),
    log: jsonLog('warn', (line) => process.stderr.write(line)),
    ...(config === undefined ? {} : { config }),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
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
