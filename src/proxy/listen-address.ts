import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Where to listen; an empty host means all interfaces. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** An address that cannot be used; the message is the one of Go's `net` package. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/** What is bound where no listen address is given: loopback only. */
const omitted: ListenAddress = { host: '127.0.0.1', port: 0 };

/**
 * Reads `host:port`; a host name is resolved, IPv4 first.
 * @throws AddressError such as `address bogus: missing port in address`
 */
export async function resolveListenAddress(text: string): Promise<ListenAddress> {
  if (text === '') return omitted;
  const { host, port } = splitHostPort(text);
  const number = parsePort(port);
  if (host === '' || isIP(host) !== 0) return { host, port: number };
  try {
    const found = await lookup(host, { all: true });
    const best = found.find((entry) => entry.family === 4) ?? found[0];
    if (best !== undefined) return { host: best.address, port: number };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  throw new AddressError(`lookup ${host}: no such host`);
}

/** `host:port`, an IPv6 host in brackets. */
export function formatAddress({ host, port }: ListenAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Cuts an address in two as Go does.
 * @throws AddressError
 */
export function splitHostPort(text: string): { readonly host: string; readonly port: string } {
  const fail = (why: string): AddressError => new AddressError(`address ${text}: ${why}`);
  const colon = text.lastIndexOf(':');
  if (colon === -1) throw fail('missing port in address');
  if (!text.startsWith('[')) {
    const host = text.slice(0, colon);
    if (host.includes(':')) throw fail('too many colons in address');
    if (/[[\]]/.test(text)) throw fail(`unexpected '${text.includes('[') ? '[' : ']'}' in address`);
    return { host, port: text.slice(colon + 1) };
  }
  const end = text.indexOf(']');
  if (end === -1) throw fail("missing ']' in address");
  if (end + 1 === text.length) throw fail('missing port in address');
  if (end + 1 !== colon) {
    throw fail(text[end + 1] === ':' ? 'too many colons in address' : 'missing port in address');
  }
  return { host: text.slice(1, end), port: text.slice(colon + 1) };
}

/** The names of ports that Go knows by itself. */
const portNames: Readonly<Record<string, number>> = {
  domain: 53,
  ftp: 21,
  ftps: 990,
  gopher: 70,
  http: 80,
  https: 443,
  imap2: 143,
  imap3: 220,
  imaps: 993,
  pop3: 110,
  pop3s: 995,
  smtp: 25,
  submissions: 465,
  ssh: 22,
  telnet: 23,
};

/** A port by its number or name; none is 0. @throws AddressError */
export function parsePort(text: string): number {
  if (text === '') return 0;
  const named = Object.hasOwn(portNames, text) ? portNames[text] : undefined;
  if (named !== undefined) return named;
  if (!/^[+-]?\d+$/.test(text)) throw new AddressError(`lookup tcp/${text}: unknown port`);
  const port = Number(text);
  if (port < 0 || port > 65_535) throw new AddressError(`address ${text}: invalid port`);
  return port;
}
