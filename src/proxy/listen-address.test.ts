import { describe, expect, it } from 'vitest';
import { formatAddress, parsePort, resolveListenAddress, splitHostPort } from './listen-address.ts';

describe('listen addresses', () => {
  it.each([
    ['127.0.0.1:80', '127.0.0.1:80'],
    ['127.0.0.1:', '127.0.0.1:0'],
    ['', '127.0.0.1:0'],
    [':80', ':80'],
    ['[::1]:80', '[::1]:80'],
    ['localhost:80', '127.0.0.1:80'],
    ['127.0.0.1:https', '127.0.0.1:443'],
  ])('%s is %s', async (text, resolved) => {
    expect(formatAddress(await resolveListenAddress(text))).toBe(resolved);
  });

  it.each([
    ['bogus', 'address bogus: missing port in address'],
    ['a:b:c', 'address a:b:c: too many colons in address'],
    ['[::1', "address [::1: missing ']' in address"],
    ['[::1]', 'address [::1]: missing port in address'],
    ['127.0.0.1:99999', 'address 99999: invalid port'],
    ['127.0.0.1:foo', 'lookup tcp/foo: unknown port'],
    ['127.0.0.1:toString', 'lookup tcp/toString: unknown port'],
    ['no-such-host.invalid:1', 'lookup no-such-host.invalid: no such host'],
  ])('%s is refused: %s', async (text, problem) => {
    await expect(resolveListenAddress(text)).rejects.toThrow(problem);
  });

  it('cuts a host name with a named port', () => {
    const { host, port } = splitHostPort('redis.example:ssh');
    expect([host, parsePort(port)]).toEqual(['redis.example', 22]);
  });
});
