import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const request = Buffer.from('POST /x HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n');
/** Of one response of the bench's upstream. */
const responseBytes = 171;

/** Opens a connection. */
async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Asks again as soon as the answer is there, until told to stop; `answered` gets each round trip in milliseconds. */
function keepAsking(socket: Socket, answered: (ms: number) => void): void {
  let received = 0;
  let askedAt = performance.now();
  socket.on('data', (data: Buffer) => {
    received += data.length;
    if (received < responseBytes) return;
    received = 0;
    const now = performance.now();
    answered(now - askedAt);
    askedAt = now;
    socket.write(request);
  });
  socket.write(request);
}

/** Requests a second over so many keep-alive connections. */
export async function requestsPerSecond(port: number, connections: number, forMs: number): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let count = 0;
  for (const socket of sockets) {
    keepAsking(socket, () => {
      count += 1;
    });
  }
  await pause(forMs / 4);
  const [from, before] = [performance.now(), count];
  await pause(forMs);
  const perSecond = ((count - before) / (performance.now() - from)) * 1_000;
  for (const socket of sockets) socket.destroy();
  return perSecond;
}

/** So many requests over so many keep-alive connections, as fast as they are answered. */
export async function requests(port: number, connections: number, total: number): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let count = 0;
  await new Promise<void>((resolve) => {
    for (const socket of sockets) {
      keepAsking(socket, () => {
        count += 1;
        if (count === total) resolve();
      });
    }
  });
  for (const socket of sockets) socket.destroy();
}

/**
 * Processor time that a process spends meanwhile, in milliseconds. Unlike a rate it says the same on a machine
 * that is busy with something else. Linux only; it counts in steps of 10 ms.
 */
export async function processorMs(pid: number, act: () => Promise<unknown>): Promise<number> {
  const read = async (): Promise<number> => {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  const before = await read();
  await act();
  return (await read()) - before;
}

/** Round trips over one connection, p50 and p99 in microseconds. */
export async function roundTrips(
  port: number,
  forMs: number,
): Promise<{ readonly p50: number; readonly p99: number }> {
  const socket = await open(port);
  const times: number[] = [];
  keepAsking(socket, (ms) => times.push(ms * 1_000));
  await pause(forMs);
  socket.destroy();
  const settled = times.slice(Math.floor(times.length / 5));
  return { p50: quantile(settled, 0.5), p99: quantile(settled, 0.99) };
}

/** Megabytes (2^20) a second of one connection that pulls so many bytes. */
export async function bulk(port: number, bytes: number): Promise<number> {
  const socket = await open(port);
  const from = performance.now();
  let received = 0;
  socket.on('data', (data: Buffer) => {
    received += data.length;
  });
  socket.write(`GET /${bytes} HTTP/1.1\r\n\r\n`);
  await once(socket, 'close');
  if (received !== bytes) throw new Error(`${received} of ${bytes} bytes`);
  return bytes / 1_048_576 / ((performance.now() - from) / 1_000);
}

/** Resident memory of a process with so many idle connections that have been used, in megabytes. */
export async function memoryWith(port: number, pid: number, connections: number): Promise<number> {
  const sockets: Socket[] = [];
  for (let index = 0; index < connections; index += 1) {
    const socket = await open(port);
    sockets.push(socket);
    socket.write(request);
    await once(socket, 'data');
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  for (const socket of sockets) socket.destroy();
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
}

/** Connections opened, used once and closed, a second, so many at a time. */
export async function connectionsPerSecond(port: number, total: number, atATime: number): Promise<number> {
  const from = performance.now();
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < total) {
      begun += 1;
      const socket = await open(port);
      socket.write(request);
      await once(socket, 'data');
      socket.end();
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return (total / (performance.now() - from)) * 1_000;
}

/** How late answers are beyond the latency asked for, at an open-loop rate over several connections, in milliseconds. */
export async function lateness(
  port: number,
  askedMs: number,
  perSecond: number,
  forMs: number,
): Promise<{ readonly p50: number; readonly p99: number }> {
  const sockets = await Promise.all(Array.from({ length: 64 }, () => open(port)));
  const waiting = sockets.map((): number[] => []);
  const late: number[] = [];
  for (const [index, socket] of sockets.entries()) {
    let received = 0;
    socket.on('data', (data: Buffer) => {
      const now = performance.now();
      for (received += data.length; received >= responseBytes; received -= responseBytes) {
        const sent = waiting[index]?.shift();
        if (sent !== undefined) late.push(now - sent - askedMs);
      }
    });
  }
  const from = performance.now();
  for (let sent = 0; performance.now() - from < forMs;) {
    for (const due = ((performance.now() - from) / 1_000) * perSecond; sent < due; sent += 1) {
      const index = sent % sockets.length;
      waiting[index]?.push(performance.now());
      sockets[index]?.write(request);
    }
    await pause(1);
  }
  await pause(askedMs + 100);
  for (const socket of sockets) socket.destroy();
  return { p50: quantile(late, 0.5), p99: quantile(late, 0.99) };
}

/** The value below which this share of the numbers lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
