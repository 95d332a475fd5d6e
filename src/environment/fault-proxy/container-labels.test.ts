import { describe, expect, it } from 'vitest';
import { isProvedDead, thisHarness } from './container-labels.ts';

describe.skipIf(process.platform !== 'linux')('isProvedDead', () => {
  it('knows this very process to live', async () => {
    await expect(isProvedDead(await thisHarness())).resolves.toBe(false);
  });

  it('knows one that had our pid before to be dead', async () => {
    await expect(isProvedDead((await thisHarness()).replace(/\d+$/, '1'))).resolves.toBe(true);
  });

  it('knows one whose pid nobody has to be dead', async () => {
    const beyondEveryPid = 2 ** 22 + 1;
    const gone = (await thisHarness()).replace(/\d+\/(\d+)$/, `${beyondEveryPid}/$1`);
    await expect(isProvedDead(gone)).resolves.toBe(true);
  });

  it.for([
    ['another boot, or another machine', (label: string) => `0${label}`],
    ['another pid namespace', (label: string) => label.replace(/pid:\[/, 'pid:[9')],
    ['another user', (label: string) => label.replace(/\/(\d+)\/\d+\/\d+$/, '/9$1/1/1')],
    ['what is not readable', () => 'a label of somebody else'],
    ['nothing', () => ''],
  ] as const)('takes %s for alive', async ([, alter]) => {
    const dead = (await thisHarness()).replace(/\d+$/, '1');
    await expect(isProvedDead(alter(dead))).resolves.toBe(false);
  });
});
