import { describe, expect, it } from 'vitest';
import {
  allowed,
  denied,
  down,
  remotely,
  sampleContract,
  sampleParts,
  silent,
} from '../../testing/sample-parts.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { decide } from './decide.ts';

/** A replica, asked about one action. */
function replica(onExpired: 'deny' | 'degrade' | 'keep' = 'deny') {
  const { parts, outside } = sampleParts(sampleContract(onExpired));
  return { outside, ask: (action: string) => decide(parts, sampleQuestion({ action })) };
}

describe('an action decided locally', () => {
  it('asks nobody else', async () => {
    const { outside, ask } = replica();
    outside.remote = down;
    expect(await ask('local')).toMatchObject({ outcome: 'allow', mode: 'local', revision: 1 });
    outside.local = denied;
    expect(await ask('local')).toMatchObject({ outcome: 'deny', mode: 'local' });
    expect(outside.asked).toEqual(['local', 'local']);
  });
});

describe('an action decided remotely', () => {
  it.each(['allow', 'deny'] as const)(
    'is %s when the policy service says so, under its revision',
    async (outcome) => {
      const { outside, ask } = replica();
      outside.remote = remotely(outcome, 4);
      for (const action of ['deny', 'cache', 'degrade']) {
        expect(await ask(action)).toMatchObject({ outcome, mode: 'remote', revision: 4, obligations: [] });
      }
    },
  );

  it('is asked about once, whatever comes back', async () => {
    const { outside, ask } = replica();
    outside.remote = silent;
    await ask('deny');
    expect(outside.asked).toEqual(['policy-service']);
  });

  it('falls back to deny', async () => {
    const { outside, ask } = replica();
    outside.remote = down;
    expect(await ask('deny')).toEqual({
      outcome: 'deny',
      mode: 'deny',
      revision: 1,
      reason: 'refused',
      obligations: [],
      inputs: { 'subject.roles': { value: ['finance'] } },
    });
  });

  it('falls back to the coarse policy, with its obligations on an allow', async () => {
    const { outside, ask } = replica();
    outside.remote = down;
    expect(await ask('degrade')).toMatchObject({
      outcome: 'allow',
      mode: 'degrade',
      obligations: ['redact'],
    });
    outside.coarse = denied;
    expect(await ask('degrade')).toMatchObject({ outcome: 'deny', mode: 'degrade', obligations: [] });
  });
});

describe('the cache fallback', () => {
  it('repeats the last remote decision while it is young enough', async () => {
    const { outside, ask } = replica();
    await ask('cache');
    outside.remote = down;
    outside.clock.pass(3_000);
    expect(await ask('cache')).toMatchObject({ outcome: 'allow', mode: 'cache', revision: 1, ageMs: 3_000 });
    outside.clock.pass(1);
    expect(await ask('cache')).toMatchObject({ outcome: 'deny', mode: 'deny' });
  });

  it('repeats a deny like an allow', async () => {
    const { outside, ask } = replica();
    outside.remote = remotely('deny');
    await ask('cache');
    outside.remote = down;
    expect(await ask('cache')).toMatchObject({ outcome: 'deny', mode: 'cache' });
  });

  it('does not outlive the policy it was decided by', async () => {
    const { outside, ask } = replica();
    await ask('cache');
    outside.remote = down;
    outside.revision = 2;
    expect(await ask('cache')).toMatchObject({ outcome: 'deny', mode: 'deny', revision: 2 });
  });

  it('has nothing to repeat before the first answer, nor for an action without a cache', async () => {
    const { outside, ask } = replica();
    await ask('deny');
    outside.remote = down;
    expect(await ask('cache')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'deny' });
  });

  it('never takes a fallback for a remote decision', async () => {
    const { outside, ask } = replica();
    outside.remote = down;
    await ask('cache');
    expect(await ask('cache')).toMatchObject({ mode: 'deny' });
  });
});

describe('an action decided in two steps', () => {
  it('is denied by the coarse rule before anybody is asked', async () => {
    const { outside, ask } = replica();
    outside.local = denied;
    expect(await ask('hybrid')).toMatchObject({ outcome: 'deny', mode: 'local' });
    expect(outside.asked).toEqual(['local']);
  });

  it('is then decided remotely, on a fresh input, whose age is told', async () => {
    const { outside, ask } = replica();
    outside.risk = { kind: 'value', value: 'low', ageMs: 40 };
    expect(await ask('hybrid')).toMatchObject({
      outcome: 'allow',
      mode: 'remote',
      ageMs: 40,
      inputs: { 'context.risk': { value: 'low', ageMs: 40 } },
    });
    expect(outside.asked).toEqual(['local', 'risk-service', 'policy-service']);
  });

  it.each([
    ['stale', { kind: 'value', value: 'low', ageMs: 2_001 } as const],
    ['missing', { kind: 'absent' } as const],
    ['not to be had', new Error('refused')],
  ])('is denied without asking when its input is %s', async (_what, risk) => {
    const { outside, ask } = replica();
    outside.risk = risk;
    expect(await ask('hybrid')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    expect(outside.asked).toEqual(['local', 'risk-service']);
  });

  it('falls back when the policy service is out', async () => {
    const { outside, ask } = replica();
    outside.remote = down;
    expect(await ask('hybrid')).toMatchObject({ outcome: 'deny', mode: 'deny', reason: 'refused' });
  });

  it('is decided by one policy where another comes into force while the policy service is asked', async () => {
    const contract = sampleContract();
    const { hybrid, degrade } = contract.actions;
    if (hybrid === undefined || degrade === undefined) throw new Error('the sample declares both');
    const degrading = { ...hybrid, whenUnavailable: degrade.whenUnavailable };
    const { parts, outside } = sampleParts({ ...contract, actions: { hybrid: degrading } });
    outside.remote = down;
    const replaced = {
      async ask() {
        outside.revision = 2;
        outside.local = denied;
        return outside.remote;
      },
    };
    const question = sampleQuestion({ action: 'hybrid' });
    expect(await decide(parts, question)).toMatchObject({ outcome: 'allow', mode: 'degrade', revision: 1 });
    expect(await decide({ ...parts, policyService: replaced }, question)).toMatchObject({
      outcome: 'deny',
      mode: 'local',
      revision: 2,
    });
  });

  it('is denied when its input grew too old while the policy service was asked', async () => {
    const { parts, outside } = sampleParts();
    outside.risk = { kind: 'value', value: 'low', ageMs: 1_900 };
    const slow = {
      async ask() {
        outside.clock.pass(150);
        return outside.remote;
      },
    };
    const verdict = await decide({ ...parts, policyService: slow }, sampleQuestion({ action: 'hybrid' }));
    expect(verdict).toMatchObject({ outcome: 'deny', mode: 'deny' });
    expect(verdict.reason).toContain('stale');
  });
});

describe('an input that the contract lets a decision go without', () => {
  const contract = sampleContract();
  const ignoring = (rule: 'onStale' | 'onMissing') => {
    const risk = contract.inputs['context.risk'];
    if (risk === undefined) throw new Error('no such input');
    const inputs = { ...contract.inputs, 'context.risk': { ...risk, [rule]: 'ignore' as const } };
    const { parts, outside } = sampleParts({ ...contract, inputs });
    const contexts: Readonly<Record<string, unknown>>[] = [];
    const policyService: typeof parts.policyService = {
      ask(question, context) {
        contexts.push(context);
        return parts.policyService.ask(question, context);
      },
    };
    const seen = { ...parts, policyService };
    return { outside, contexts, ask: () => decide(seen, sampleQuestion({ action: 'hybrid' })) };
  };

  it('is used however stale it is, and its age told', async () => {
    const { outside, contexts, ask } = ignoring('onStale');
    outside.risk = { kind: 'value', value: 'low', ageMs: 60_000 };
    expect(await ask()).toMatchObject({ outcome: 'allow', mode: 'remote', ageMs: 60_000 });
    expect(contexts).toEqual([{ risk: 'low' }]);
    outside.risk = { kind: 'absent' };
    expect(await ask()).toMatchObject({ outcome: 'deny', mode: 'deny' });
  });

  it('is left out where it is missing, and not made up', async () => {
    const { outside, contexts, ask } = ignoring('onMissing');
    for (const risk of [
      { kind: 'absent' } as const,
      new Error('refused'),
      { kind: 'value', value: 7, ageMs: 0 } as const,
    ]) {
      outside.risk = risk;
      const verdict = await ask();
      expect(verdict).toMatchObject({ outcome: 'allow', mode: 'remote' });
      expect(verdict.inputs).not.toHaveProperty(['context.risk']);
    }
    expect(contexts).toEqual([{}, {}, {}]);
    outside.risk = { kind: 'value', value: 'low', ageMs: 2_001 };
    expect(await ask()).toMatchObject({ outcome: 'deny', mode: 'deny' });
  });
});

describe('a bundle that could not be confirmed in time', () => {
  it('decides nothing here, and does not concern what the policy service decides', async () => {
    const { outside, ask } = replica('deny');
    outside.expired = true;
    for (const action of ['local', 'hybrid'])
      expect(await ask(action)).toMatchObject({ outcome: 'deny', mode: 'deny' });
    expect(await ask('degrade')).toMatchObject({ outcome: 'allow', mode: 'remote' });
    outside.remote = down;
    expect(await ask('degrade')).toMatchObject({ outcome: 'deny', mode: 'deny' });
  });

  it('is kept where the contract says so', async () => {
    const { outside, ask } = replica('keep');
    outside.expired = true;
    expect(await ask('local')).toMatchObject({ outcome: 'allow', mode: 'local' });
    outside.remote = down;
    expect(await ask('degrade')).toMatchObject({ outcome: 'allow', mode: 'degrade' });
  });

  it('leaves only the coarse policy where the contract degrades, and a deny to actions without one', async () => {
    const { outside, ask } = replica('degrade');
    outside.expired = true;
    outside.remote = down;
    expect(await ask('degrade')).toMatchObject({
      outcome: 'allow',
      mode: 'degrade',
      obligations: ['redact'],
    });
    expect(await ask('local')).toMatchObject({ outcome: 'deny', mode: 'deny' });
  });
});

describe('what cannot be decided', () => {
  it('is denied before the first bundle', async () => {
    for (const onExpired of ['deny', 'degrade', 'keep'] as const) {
      const { outside, ask } = replica(onExpired);
      outside.revision = 0;
      outside.local = allowed;
      for (const action of ['local', 'deny', 'cache', 'degrade', 'hybrid']) {
        expect(await ask(action)).toMatchObject({
          outcome: 'deny',
          mode: 'deny',
          reason: 'no policy is active yet',
        });
      }
      expect(outside.asked).toEqual([]);
    }
  });

  it('is denied when the contract does not know the action', async () => {
    const { ask } = replica();
    for (const action of ['payment:delete', 'constructor', '__proto__']) {
      expect(await ask(action)).toMatchObject({ outcome: 'deny', mode: 'deny' });
    }
  });
});

describe('a policy that has to be fetched first', () => {
  it('is waited for, though no longer than leaves time to decide', async () => {
    const { parts, outside } = sampleParts();
    outside.revision = 0;
    const fetched = { ...parts, policyNeeded: async () => void (outside.revision = 1) };
    expect(await decide(fetched, sampleQuestion({ action: 'local' }))).toMatchObject({ outcome: 'allow' });
    outside.revision = 0;
    const never = { ...parts, policyNeeded: () => new Promise<void>(() => undefined) };
    expect(await decide(never, sampleQuestion({ action: 'local' }))).toMatchObject({ mode: 'deny' });
  });
});
