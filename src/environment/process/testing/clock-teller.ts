import { createServer } from 'node:http';

/** A child that tells what its clocks show, for tests of how they are moved. */
const server = createServer((_request, response) => {
  const now = new Date();
  response.end(
    JSON.stringify({
      wall: [Date.now(), now.getTime(), Date.parse(Date().replace(/ \(.*/, ''))],
      fixed: new Date(0).toISOString(),
      isDate: now instanceof Date && Object.prototype.toString.call(now) === '[object Date]',
      monotonic: performance.now(),
    }),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(
    `${JSON.stringify({ ready: true, name: 'clock-teller', url: `http://127.0.0.1:${port}` })}\n`,
  );
});
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
  process.stdin.destroy();
});
process.stdin.resume();
