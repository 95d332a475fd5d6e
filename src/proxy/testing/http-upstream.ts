import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** An HTTP service for `startWorld`, and what it was asked. */
export interface HttpUpstream {
  readonly serve: (socket: Socket) => void;
  /** `POST /path body`, in the order in which they came. */
  readonly asked: readonly string[];
}

/** Answers every request with JSON that names it; `/chunked` in chunks, `/nothing` with 204. */
export function httpUpstream(): HttpUpstream {
  const asked: string[] = [];
  const server = createServer((request, response) => void answer(request, response, asked));
  return { asked, serve: (socket) => void server.emit('connection', socket) };
}

async function answer(request: IncomingMessage, response: ServerResponse, asked: string[]): Promise<void> {
  const body = await bodyOf(request);
  const { method = '', url = '' } = request;
  asked.push(`${method} ${url}${body === '' ? '' : ` ${body}`}`);
  response.sendDate = false;
  response.setHeader('Content-Type', 'application/json');
  if (url === '/nothing') response.writeHead(204).end();
  else if (url === '/chunked') {
    response.write('{"chunked":');
    response.end('true}');
  } else response.end(JSON.stringify({ url }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** A request as it stands on the wire. */
export function rawRequest(method: string, path: string, body = '', fields: readonly string[] = []): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${method} ${path} HTTP/1.1`, 'Host: upstream', ...length, ...fields, '', body].join('\r\n');
}

/** A response as it was received. */
export interface RawResponse {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Takes apart the responses, all with a length, that were received on one connection. */
export function responsesIn(text: string): RawResponse[] {
  const responses: RawResponse[] = [];
  for (let rest = text; rest !== '';) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (headEnd === -1) throw new Error(`no response: ${rest}`);
    const head = rest.slice(0, headEnd);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    responses.push({
      status: Number(head.split(' ')[1]),
      contentType: /^content-type: (.*)$/im.exec(head)?.[1],
      body: rest.slice(headEnd + 4, headEnd + 4 + length),
    });
    rest = rest.slice(headEnd + 4 + length);
  }
  return responses;
}
