import type { Command } from 'commander';
import { jsonLog, logLevelFrom } from '../../proxy/log.ts';
import { startFaultProxy } from '../../proxy/server.ts';
import type { Cli } from '../cli.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, isSystemError } from '../failure.ts';
import { watchInterrupts } from '../interrupt.ts';
import { wholeNumber } from '../numbers.ts';

interface ProxyOptions {
  readonly host: string;
  readonly port: number;
  readonly config?: string;
  readonly seed?: number;
  readonly proxyMetrics: boolean;
  readonly runtimeMetrics: boolean;
}

/** `authz-drill proxy`: the fault proxy by itself, with Toxiproxy's flags. */
export function addProxy(program: Command, cli: Cli): void {
  program
    .command('proxy')
    .description('run the fault proxy by itself: a server with Toxiproxy’s HTTP API')
    .option('--host <host>', 'where the API listens', 'localhost')
    .option('--port <port>', 'port of the API, 0 to let the system choose', wholeNumber(0, 65_535), 8474)
    .option('--config <file>', 'JSON file with proxies to make at the start')
    .option('--seed <n>', 'seed of everything drawn by chance', wholeNumber(0, 2 ** 32 - 1))
    .option('--proxy-metrics', 'byte counters of every proxy at /metrics', false)
    .option('--runtime-metrics', 'memory and event loop at /metrics', false)
    .action((options: ProxyOptions) => runProxy(options, cli));
}

async function runProxy(options: ProxyOptions, cli: Cli): Promise<void> {
  const log = jsonLog(logLevelFrom(process.env['LOG_LEVEL']), (line) => cli.streams.err(line.trimEnd()));
  const proxy = await startFaultProxy({ ...options, log }).catch((error: unknown) => {
    if (!isSystemError(error)) throw error;
    throw new Failure(`the fault proxy cannot listen on ${options.host}:${options.port} (${error.code})`, {
      exitCode: exitCodes.environment,
      hint: 'End what listens there, or choose another port with --port.',
      cause: error,
    });
  });
  await new Promise<void>((resolve) => {
    watchInterrupts(() => resolve());
  });
  await proxy.stop();
}
