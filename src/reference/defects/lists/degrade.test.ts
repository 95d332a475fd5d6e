import { describe, expect, it, vi } from 'vitest';
import type { RemoteAnswer } from '../../app/decide/policy-service.ts';
import { decide } from '../../app/decide/decide.ts';
import { defective } from '../../testing/defective.ts';
import { denied, down, remotely, sampleParts } from '../../testing/sample-parts.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { seedDefect } from '../seed.ts';

const report = { rows: [{ iban: 'DE1' }, { iban: 'GB2' }] };

/** A replica with a defect whose policy service is out. */
async function withoutPolicyService(id: string) {
  const app = await defective(id);
  app.outside.remote = down;
  return app;
}

/** What a replica decides that skips a slow policy service, which denies after so long. */
async function answeredAfter(ms: number, action: string) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { parts, connections } = sampleParts();
    const late = Promise.withResolvers<RemoteAnswer>();
    setTimeout(() => late.resolve(remotely('deny')), ms);
    const policyService = { ask: () => late.promise };
    const seeded = await seedDefect(
      'hybrid-skips-remote-when-slow',
      { ...parts, policyService },
      connections,
    );
    const verdict = decide(seeded, sampleQuestion({ action }));
    await vi.advanceTimersByTimeAsync(ms);
    return await verdict;
  } finally {
    vi.useRealTimers();
  }
}

describe('an application with a defect in what it does instead', () => {
  it('degrade-without-redaction names the obligation and shows everything', async () => {
    const { parts, ask } = await withoutPolicyService('degrade-without-redaction');
    expect(await ask('degrade')).toMatchObject({ mode: 'degrade', obligations: ['redact'] });
    expect(parts.redact(report, ['/rows/*/iban'])).toEqual(report);
  });

  it('redaction-of-first-row-only shows the second', async () => {
    const { parts, ask } = await withoutPolicyService('redaction-of-first-row-only');
    expect(await ask('degrade')).toMatchObject({ mode: 'degrade', obligations: ['redact'] });
    expect(parts.redact(report, ['/rows/*/iban'])).toEqual({ rows: [{}, { iban: 'GB2' }] });
  });

  it('degrade-allows-writes lets the local rule decide what had to be denied', async () => {
    const { outside, ask } = await withoutPolicyService('degrade-allows-writes');
    expect(await ask('hybrid')).toMatchObject({ outcome: 'allow', mode: 'degrade' });
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    outside.local = denied;
    expect(await ask('hybrid')).toMatchObject({ outcome: 'deny', mode: 'local' });
    outside.remote = remotely('deny');
    expect(await ask('degrade')).toMatchObject({ outcome: 'deny', mode: 'remote' });
  });

  it('degrade-policy-too-wide allows whatever the coarse policy says', async () => {
    const { outside, ask } = await withoutPolicyService('degrade-policy-too-wide');
    outside.coarse = denied;
    outside.local = denied;
    expect(await ask('degrade')).toMatchObject({ outcome: 'allow', obligations: ['redact'] });
    expect(await ask('local')).toMatchObject({ outcome: 'deny', mode: 'local' });
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'deny' });
  });

  it('denies-instead-of-degrading never asks the coarse policy', async () => {
    const { outside, ask } = await withoutPolicyService('denies-instead-of-degrading');
    expect(await ask('degrade')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    outside.remote = remotely('allow');
    expect(await ask('degrade')).toMatchObject({ outcome: 'allow', mode: 'remote' });
    await ask('cache');
    outside.remote = down;
    expect(await ask('cache')).toMatchObject({ outcome: 'allow', mode: 'cache' });
  });

  it('fallback-lingers goes on degrading when the policy service is back, and does nothing else so', async () => {
    const { outside, ask } = await withoutPolicyService('fallback-lingers');
    for (let failure = 0; failure < 5; failure++) await ask('degrade');
    outside.remote = remotely('allow');
    outside.asked = [];
    expect(await ask('degrade')).toMatchObject({ outcome: 'allow', mode: 'degrade' });
    expect(outside.asked).not.toContain('policy-service');
    expect(await ask('deny')).toMatchObject({ outcome: 'allow', mode: 'remote' });
  });

  it('fallback-lingers forgets failures that do not follow each other', async () => {
    const { outside, ask } = await withoutPolicyService('fallback-lingers');
    for (let failure = 0; failure < 10; failure++) {
      outside.remote = down;
      await ask('degrade');
      outside.remote = remotely('allow');
      expect(await ask('degrade')).toMatchObject({ mode: 'remote' });
    }
  });

  describe('hybrid-skips-remote-when-slow', () => {
    it('leaves it at the local rule where nothing else was said in time', async () => {
      expect(await answeredAfter(200, 'hybrid')).toMatchObject({ outcome: 'allow' });
      expect(await answeredAfter(100, 'hybrid')).toMatchObject({ outcome: 'deny', mode: 'remote' });
    });

    it('waits with all other actions', async () => {
      expect(await answeredAfter(200, 'deny')).toMatchObject({ outcome: 'deny', mode: 'remote' });
    });
  });
});
