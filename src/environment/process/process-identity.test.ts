import { describe, expect, it } from 'vitest';
import { identify, readPs, startTimeIn } from './process-identity.ts';

describe('identify', () => {
  it('knows a process again', async () => {
    const [first, second] = await Promise.all([identify(process.pid), identify(process.pid)]);
    expect(first).toBeDefined();
    expect(second).toEqual(first);
  });

  it('finds nobody where there is nobody', async () => {
    // Above the greatest pid that Linux allows.
    expect(await identify(2 ** 22 + 1)).toBeUndefined();
  });
});

describe('startTimeIn', () => {
  const rest = '1 8517 8517 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 243653 10383360 404';

  it('is not misled by a name', () => {
    expect(startTimeIn(`8518 (a) Z (b) S ${rest}`)).toBe('243653');
  });

  it('finds none for a process that has ended', () => {
    expect(startTimeIn(`8518 (node) Z ${rest}`)).toBeUndefined();
  });
});

describe('readPs', () => {
  it('reads when a process started and what it is called', () => {
    expect(readPs('Ss   Tue Nov  3 06:45:25 2026 authz-drill r0 --run-id=run-1/some  \n')).toEqual({
      startedAt: 'Tue Nov  3 06:45:25 2026',
      command: 'authz-drill r0 --run-id=run-1/some',
    });
  });

  it.each(['', 'Z+   Tue Nov 24 06:45:25 2026 (node)\n'])('finds nobody in %j', (line) => {
    expect(readPs(line)).toBeUndefined();
  });
});
