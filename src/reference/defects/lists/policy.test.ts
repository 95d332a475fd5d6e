import { describe, expect, it, vi } from 'vitest';
import { decide } from '../../app/decide/decide.ts';
import { defective } from '../../testing/defective.ts';
import { alice, copilot, mallory } from '../../testing/sample-people.ts';
import { denied, sampleContract, sampleParts } from '../../testing/sample-parts.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { seedDefect } from '../seed.ts';

describe('an application with a defect in its policy', () => {
  it('expired-bundle-kept decides on, and not before there is a policy', async () => {
    const { outside, parts, ask } = await defective('expired-bundle-kept');
    outside.expired = true;
    expect(await ask('local')).toMatchObject({ outcome: 'allow', mode: 'local' });
    expect(parts.embedded.expired()).toBe(false);
    outside.revision = 0;
    expect(await ask('local')).toMatchObject({ outcome: 'deny', mode: 'deny' });
  });

  it('expired-bundle-dropped denies on an expired policy that is to be kept', async () => {
    const { parts, connections, outside } = sampleParts(sampleContract('keep'));
    const seeded = await seedDefect('expired-bundle-dropped', parts, connections);
    const local = sampleQuestion({ action: 'local' });
    expect(await decide(seeded, local)).toMatchObject({ outcome: 'allow', mode: 'local' });
    outside.expired = true;
    expect(await decide(parts, local)).toMatchObject({ outcome: 'allow', mode: 'local' });
    expect(await decide(seeded, local)).toMatchObject({ outcome: 'deny', mode: 'deny' });
  });

  it('rollback-taken-for-replay follows one change and not its taking back', async () => {
    const { outside, parts } = await defective('rollback-taken-for-replay');
    const revisions = [0, 1, 1, 2, 3, 3].map((revision) => {
      outside.revision = revision;
      return parts.embedded.revision();
    });
    expect(revisions).toEqual([0, 1, 1, 2, 2, 2]);
  });

  it('one-worker-lags-behind names the old revision every other time, for a while', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const { outside, ask } = await defective('one-worker-lags-behind');
      const revisions = async () => [(await ask('local')).revision, (await ask('local')).revision];
      expect(await revisions()).toEqual([1, 1]);
      outside.revision = 2;
      expect(new Set(await revisions())).toEqual(new Set([1, 2]));
      vi.advanceTimersByTime(1_499);
      expect(new Set(await revisions())).toEqual(new Set([1, 2]));
      vi.advanceTimersByTime(1);
      expect(await revisions()).toEqual([2, 2]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('revocation-ignored-locally says what it said first, under whatever policy', async () => {
    const { outside, ask } = await defective('revocation-ignored-locally');
    expect(await ask('local')).toMatchObject({ outcome: 'allow' });
    outside.local = denied;
    outside.revision = 2;
    expect(await ask('local')).toMatchObject({ outcome: 'allow', mode: 'local', revision: 1 });
    expect(await ask('local', { subject: mallory })).toMatchObject({ outcome: 'deny' });
  });

  it('policy-activation-skipped-on-one-replica stays with the first policy there', async () => {
    for (const [replica, outcome, revision] of [
      ['r0', 'deny', 2],
      ['r1', 'allow', 1],
    ] as const) {
      const { outside, ask } = await defective('policy-activation-skipped-on-one-replica', replica);
      outside.revision = 0;
      expect(await ask('local')).toMatchObject({ mode: 'deny' });
      outside.revision = 1;
      await ask('local');
      outside.local = denied;
      outside.revision = 2;
      expect(await ask('local')).toMatchObject({ outcome, revision });
    }
  });

  it('agent-treated-as-its-principal asks in the name of whom it acts for, once it knows them, in the process', async () => {
    const { parts, connections } = sampleParts();
    const asked: string[] = [];
    const policyService: typeof parts.policyService = {
      ask(question, context) {
        asked.push(question.subject.id);
        return parts.policyService.ask(question, context);
      },
    };
    const embedded: typeof parts.embedded = {
      ...parts.embedded,
      ask(set, question, context) {
        asked.push(question.subject.id);
        return parts.embedded.ask(set, question, context);
      },
    };
    const seeded = await seedDefect(
      'agent-treated-as-its-principal',
      { ...parts, policyService, embedded },
      connections,
    );
    for (const [action, subject] of [
      ['local', copilot],
      ['local', mallory],
      ['local', alice],
      ['local', copilot],
      ['cache', copilot],
      ['hybrid', copilot],
    ] as const)
      await decide(seeded, sampleQuestion({ action, subject }));
    expect(asked).toEqual(['copilot', 'mallory', 'alice', 'alice', 'copilot', 'copilot', 'copilot']);
  });

  it('unpublished-policy-in-force names a number of its own for what follows its first policy', async () => {
    const { outside, ask } = await defective('unpublished-policy-in-force');
    expect(await ask('local')).toMatchObject({ outcome: 'allow', mode: 'local', revision: 1 });
    outside.revision = 2;
    expect(await ask('local')).toMatchObject({ outcome: 'allow', mode: 'local', revision: 99 });
    expect(await ask('deny')).toMatchObject({ mode: 'remote', revision: 1 });
  });

  it('undeclared-action-allowed allows what the contract does not have, and changes nothing of what it has', async () => {
    const { outside, parts, ask } = await defective('undeclared-action-allowed');
    outside.local = denied;
    expect(await ask('ledger:purge')).toMatchObject({ outcome: 'allow' });
    expect(await ask('local')).toMatchObject({ outcome: 'deny', mode: 'local' });
    expect(parts.contract.actions).toMatchObject(sampleContract().actions);
  });
});
