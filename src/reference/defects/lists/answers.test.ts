import { describe, expect, it } from 'vitest';
import { defective } from '../../testing/defective.ts';
import { down, remotely, silent } from '../../testing/sample-parts.ts';

describe('an application with a defect in how it asks the policy service', () => {
  it('fail-open-on-timeout allows only when nothing is heard', async () => {
    const { outside, ask } = await defective('fail-open-on-timeout');
    outside.remote = silent;
    expect(await ask('deny')).toMatchObject({ outcome: 'allow' });
    outside.remote = down;
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    outside.remote = remotely('deny');
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'remote' });
  });

  it('retry-past-budget asks again and again, without a deadline', async () => {
    const { outside, ask } = await defective('retry-past-budget');
    outside.remote = silent;
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    expect(outside.asked).toEqual(Array(3).fill('policy-service'));
  });
});
