import { describe, expect, it } from 'vitest';
import { createTestClock } from '../../testing/clock.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { createInputs, type InputSource, type SourceAnswer } from './inputs.ts';
import type { NamedInput } from './named-input.ts';

const roles: NamedInput = {
  name: 'subject.roles',
  from: 'token',
  local: true,
  type: null,
  maxAgeMs: 300_000,
  timeoutMs: null,
  onStale: 'deny',
  onMissing: 'deny',
};
const risk: NamedInput = {
  name: 'context.risk',
  from: 'risk-service',
  local: false,
  type: 'text',
  maxAgeMs: 2_000,
  timeoutMs: 200,
  onStale: 'deny',
  onMissing: 'deny',
};

/** Inputs whose source says what the test wants next. */
function inputsWith(clock = createTestClock()) {
  let next: SourceAnswer | Error = new Error('not told what to say');
  const source: InputSource = {
    async read() {
      if (next instanceof Error) throw next;
      return next;
    },
  };
  const inputs = createInputs(new Map([['risk-service', source]]), clock.now);
  return {
    clock,
    read: () => inputs.read([roles, risk], sampleQuestion()),
    says: (answer: SourceAnswer) => void (next = answer),
    fails: () => void (next = new Error('connection refused')),
  };
}

describe('reading inputs', () => {
  it('takes local ones from the question and asks for the others', async () => {
    const { read, says } = inputsWith();
    says({ kind: 'value', value: 'low', ageMs: 12 });
    const result = await read();
    if (!result.ok) throw new Error(result.reason);
    expect(result.inputs.context).toEqual({ risk: 'low' });
    expect(result.inputs.used()).toEqual({
      'subject.roles': { value: ['finance'] },
      'context.risk': { value: 'low', ageMs: 12 },
    });
    expect(result.inputs.oldestMs()).toBe(12);
  });

  it('goes on with the value it holds while that is fresh, and no longer', async () => {
    const { read, says, fails, clock } = inputsWith();
    says({ kind: 'value', value: 'low', ageMs: 0 });
    await read();
    fails();
    clock.pass(2_000);
    expect((await read()).ok).toBe(true);
    clock.pass(1);
    expect(await read()).toEqual({
      ok: false,
      reason: 'context.risk is stale: 2001 ms old (risk-service: connection refused)',
    });
  });

  it('denies when there never was a value', async () => {
    const { read, fails } = inputsWith();
    fails();
    expect(await read()).toEqual({
      ok: false,
      reason: 'context.risk is missing (risk-service: connection refused)',
    });
  });

  it('believes a source that says there is no value, whatever was held before', async () => {
    const { read, says } = inputsWith();
    says({ kind: 'value', value: 'low', ageMs: 0 });
    await read();
    says({ kind: 'absent' });
    expect(await read()).toEqual({
      ok: false,
      reason: 'context.risk is missing (risk-service has no value)',
    });
  });

  it.each([
    ['of another type', { kind: 'value', value: 3, ageMs: 0 } as const, 'a value that is no text'],
    ['of the future', { kind: 'value', value: 'low', ageMs: -60_000 } as const, 'a value of the future'],
  ])('takes a value %s for none', async (_what, answer, trouble) => {
    const { read, says, clock } = inputsWith();
    says(answer);
    expect(await read()).toEqual({ ok: false, reason: `context.risk is missing (risk-service: ${trouble})` });
    says({ kind: 'value', value: 'low', ageMs: 0 });
    await read();
    // What is held stays until it is too old.
    says(answer);
    clock.pass(2_000);
    expect(await read()).toMatchObject({ ok: true, inputs: { context: { risk: 'low' } } });
    clock.pass(1);
    expect((await read()).ok).toBe(false);
  });

  it('keeps the fresher value when an older one is replayed', async () => {
    const { read, says, clock } = inputsWith();
    says({ kind: 'value', value: 'high', ageMs: 0 });
    await read();
    clock.pass(1_000);
    says({ kind: 'value', value: 'low', ageMs: 1_500 });
    expect(await read()).toMatchObject({ ok: true, inputs: { context: { risk: 'high' } } });
    clock.pass(1_500);
    says({ kind: 'value', value: 'low', ageMs: 3_000 });
    expect(await read()).toMatchObject({
      ok: false,
      reason: expect.stringContaining('context.risk is stale: 2500 ms old'),
    });
  });

  it('notices when a value grows too old while the decision is made', async () => {
    const { read, says, clock } = inputsWith();
    says({ kind: 'value', value: 'low', ageMs: 1_900 });
    const result = await read();
    if (!result.ok) throw new Error(result.reason);
    expect(result.inputs.outdated()).toBeUndefined();
    clock.pass(101);
    expect(result.inputs.outdated()).toMatch(/^context.risk is stale: 2001 ms old/);
  });
});
