import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { handle } from './api/api.ts';
import type { ApiRequest } from './api/handlers.ts';
import { populate } from './api/proxy-handlers.ts';
import type { ApiResponse } from './api/responses.ts';
import { createEventFeed } from './event-feed.ts';
import { createApiServer } from './http-server.ts';
import type { Log } from './log.ts';
import { proxyMetricsText, runtimeMetricsText } from './metrics.ts';
import { Proxies } from './proxies.ts';
import { createRequestIds } from './request-id.ts';

/** What Toxiproxy's own flags say, each with Toxiproxy's default. */
export interface FaultProxyOptions {
  /** Host of the API; `localhost` unless given. */
  readonly host?: string;
  /** Port of the API; 8474 unless given, 0 lets the system choose. */
  readonly port?: number;
  /** Path of a JSON file in the form of `/populate`, with proxies to make at the start. */
  readonly config?: string;
  /** Of everything drawn by chance; chosen by chance itself unless given. A safe integer. */
  readonly seed?: number;
  /** Byte counters of every proxy at `/metrics`. */
  readonly proxyMetrics?: boolean;
  /** Memory and event loop at `/metrics`. */
  readonly runtimeMetrics?: boolean;
  /** Takes the structured log; nothing is logged unless given. */
  readonly log?: Log;
}

/** A fault proxy that runs. */
export interface RunningFaultProxy {
  /** Of the API: `http://127.0.0.1:8474`. */
  readonly url: string;
  readonly seed: number;
  /** Closes the API and every proxy, data connections included; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a server with Toxiproxy's HTTP API in this process. A configuration file that is wrong is logged and
 * left aside, as Toxiproxy does.
 * @throws Error with a `code` such as `EADDRINUSE` where the API cannot listen
 */
export async function startFaultProxy(options: FaultProxyOptions = {}): Promise<RunningFaultProxy> {
  const { host = 'localhost', port = 8474, config, log = () => undefined } = options;
  const seed = options.seed ?? randomInt(2 ** 32);
  const { proxyMetrics = false, runtimeMetrics = false } = options;
  const core = createFaultProxyCore({ seed, log, proxyMetrics, runtimeMetrics });
  if (config !== undefined) await core.populateFrom(config);
  const server = createApiServer(core.handle, log);
  try {
    await listen(server, host, port);
  } catch (error) {
    core.stop();
    throw error;
  }
  const url = urlOf(server);
  log('info', 'fault proxy listens', { url, seed });
  return {
    url,
    seed,
    async stop() {
      core.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** What the server without its HTTP port needs. */
export interface FaultProxyCoreOptions {
  readonly seed: number;
  readonly log: Log;
  readonly proxyMetrics: boolean;
  readonly runtimeMetrics: boolean;
}

/** The server without its HTTP port. */
export interface FaultProxyCore {
  readonly handle: (request: ApiRequest) => Promise<ApiResponse>;
  /** Makes the proxies of a configuration file; what goes wrong is logged. */
  populateFrom(file: string): Promise<void>;
  stop(): void;
}

/** Makes all that answers requests, for those who bring a transport of their own. */
export function createFaultProxyCore(options: FaultProxyCoreOptions): FaultProxyCore {
  const { seed, log, proxyMetrics, runtimeMetrics } = options;
  const feed = createEventFeed(({ type, ...fields }) => log('info', type, fields));
  const proxies = new Proxies(seed, feed);
  const metrics = (): string =>
    (proxyMetrics ? proxyMetricsText(proxies.all()) : '') + (runtimeMetrics ? runtimeMetricsText() : '');
  const context = {
    proxies,
    feed,
    requestId: createRequestIds(),
    metrics: proxyMetrics || runtimeMetrics ? metrics : undefined,
  };
  return {
    handle: (request) => handle(request, context),
    async populateFrom(file) {
      try {
        const response = await populate(context, await readFile(file, 'utf8'));
        if (response.status !== 201) log('error', 'configuration refused', { file, answer: response.body });
      } catch (error) {
        log('error', 'configuration not read', { file, error: String(error) });
      }
    },
    stop: () => proxies.clear(),
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no TCP address');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
