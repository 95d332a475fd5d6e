import { describe, expect, it } from 'vitest';
import { parseReadyLine } from './ready-line.ts';

describe('parseReadyLine', () => {
  it('reads where a child listens', () => {
    expect(parseReadyLine('{"ready":true,"name":"r0","url":"http://127.0.0.1:41001"}')).toEqual({
      ready: true,
      name: 'r0',
      url: 'http://127.0.0.1:41001',
    });
  });

  it('reads why a child cannot start', () => {
    const line = { ready: false, name: 'fault-proxy', error: 'the port is taken', code: 'EADDRINUSE' };
    expect(parseReadyLine(JSON.stringify(line))).toEqual(line);
  });

  it.each([
    '',
    'Debugger attached.',
    '{}',
    '{"ready":true,"name":"r0"}',
    '{"ready":true,"name":"r0","url":"41001"}',
  ])('is not taken in by %j', (line) => expect(parseReadyLine(line)).toBeUndefined());
});
