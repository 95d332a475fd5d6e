import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Main module of the service behind the proxies under measurement, and with `pipe <port>` of the plainest proxy
 * that Node allows. It writes its port as one line.
 */
const response = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n${'x'.repeat(100)}`,
);
const piece = Buffer.alloc(262_144, 'x');

/** Answers every request head; `GET /<n>` pours n bytes and ends. */
function serve(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.on('data', (data: Buffer) => {
    const bytes = /^GET \/(\d+) /.exec(data.toString('latin1', 0, 32))?.[1];
    if (bytes !== undefined) pour(socket, Number(bytes));
    else socket.write(response);
  });
}

function pour(socket: Socket, left: number): void {
  if (left <= 0) {
    socket.end();
    return;
  }
  const data = left < piece.length ? piece.subarray(0, left) : piece;
  if (socket.write(data)) setImmediate(pour, socket, left - data.length);
  else socket.once('drain', () => pour(socket, left - data.length));
}

const [, , mode, upstreamPort] = process.argv;
const server =
  mode === 'pipe'
    ? createServer({ noDelay: true, allowHalfOpen: true }, (client) => pipe(client, Number(upstreamPort)))
    : createServer({ noDelay: true }, serve);

function pipe(client: Socket, port: number): void {
  const upstream = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  client.on('error', () => upstream.destroy());
  upstream.on('error', () => client.destroy());
  client.pipe(upstream);
  upstream.pipe(client);
}

server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address: AddressInfo | string | null = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`);
});
