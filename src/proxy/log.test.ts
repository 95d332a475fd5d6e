import { expect, it } from 'vitest';
import { jsonLog, logLevelFrom } from './log.ts';

it('the log writes one JSON line for each entry that is urgent enough', () => {
  const lines: string[] = [];
  const log = jsonLog('info', (line) => lines.push(line));
  log('debug', 'too little');
  log('info', 'proxy-created', { proxy: 'p\n', detail: 'x' });
  log('error', 'broken');
  const entries: unknown[] = lines.map((line) => JSON.parse(line));
  expect(entries).toEqual([
    { time: expect.any(String), level: 'info', message: 'proxy-created', proxy: 'p\n', detail: 'x' },
    { time: expect.any(String), level: 'error', message: 'broken' },
  ]);
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
});

it.for([
  ['debug', 'debug'],
  ['WARN', 'warn'],
  ['loud', 'info'],
  [undefined, 'info'],
] as const)('LOG_LEVEL %s is %s', ([text, level]) => {
  expect(logLevelFrom(text)).toBe(level);
});
