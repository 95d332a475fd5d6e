import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { plain, type ApiResponse } from './api/responses.ts';
import type { ApiRequest } from './api/handlers.ts';
import type { Log } from './log.ts';

/** Longest request body, in bytes. */
const longestBody = 4 * 1_024 * 1_024;

/** Serves the API over HTTP, with Toxiproxy's time-outs. The caller listens. */
export function createApiServer(handle: (request: ApiRequest) => Promise<ApiResponse>, log: Log): Server {
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, handle, log).catch((error: unknown) => {
      // The client has gone in mid-request; there is nobody to answer.
      log('debug', 'request ended early', { error: String(error) });
      outgoing.destroy();
    });
  });
  server.requestTimeout = 15_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 60_000;
  return server;
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: ApiRequest) => Promise<ApiResponse>,
  log: Log,
): Promise<void> {
  const body = await readBody(incoming);
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const response =
    body === undefined
      ? plain(413, 'request body too large')
      : await handle({
          method: incoming.method ?? '',
          target: incoming.url ?? '',
          userAgent: incoming.headers['user-agent'] ?? '',
          body,
          signal: gone.signal,
        });
  const bodiless = response.status === 204 || incoming.method === 'HEAD';
  const length = bodiless ? {} : { 'Content-Length': Buffer.byteLength(response.body) };
  outgoing.writeHead(response.status, { ...response.headers, ...length });
  outgoing.end(response.body);
  log('debug', 'request', { method: incoming.method, url: incoming.url, status: response.status });
}

/** The whole body, or `undefined` for one that is too long. Rejects when the client breaks off. */
function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= longestBody) chunks.push(chunk);
      else resolve(undefined);
    });
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    incoming.on('error', reject);
  });
}
