import { describe, expect, it } from 'vitest';
import { decide } from '../../app/decide/decide.ts';
import type { SourceAnswer } from '../../app/decide/inputs.ts';
import { defective } from '../../testing/defective.ts';
import { mallory } from '../../testing/sample-people.ts';
import { down, sampleContract, sampleParts } from '../../testing/sample-parts.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { seedDefect } from '../seed.ts';

const allowed = { outcome: 'allow', mode: 'remote' };
const denied = { outcome: 'deny', mode: 'deny' };
const value = (ageMs: number, risk: unknown = 'low'): SourceAnswer => ({ kind: 'value', value: risk, ageMs });

describe('an application with a defect in its inputs', () => {
  it('stale-context-accepted decides on any value it ever had', async () => {
    const { outside, ask } = await defective('stale-context-accepted');
    await ask('hybrid');
    outside.risk = new Error('refused');
    outside.clock.pass(60_000);
    expect(await ask('hybrid')).toMatchObject({ ...allowed, ageMs: 60_000 });
    outside.risk = { kind: 'absent' };
    expect(await ask('hybrid')).toMatchObject(denied);
  });

  it('stale-held-input-preferred takes the first value of a subject for new ever after', async () => {
    const { outside, ask } = await defective('stale-held-input-preferred');
    expect(await ask('hybrid')).toMatchObject(allowed);
    outside.risk = new Error('refused');
    const again = await ask('hybrid');
    expect(again).toMatchObject({ ...allowed, inputs: { 'context.risk': { value: 'low' } } });
    expect(outside.asked.filter((who) => who === 'risk-service')).toHaveLength(1);
    expect(await ask('hybrid', { subject: mallory })).toMatchObject(denied);
  });

  it('missing-attribute-is-false decides without it, and denies on a stale one', async () => {
    const { outside, ask } = await defective('missing-attribute-is-false');
    outside.risk = { kind: 'absent' };
    const verdict = await ask('hybrid');
    expect(verdict).toMatchObject(allowed);
    expect(verdict.inputs).not.toHaveProperty(['context.risk']);
    outside.risk = value(2_001);
    expect(await ask('hybrid')).toMatchObject(denied);
  });

  it('partial-batch-default-low makes up a value where there is none, and nowhere else', async () => {
    const { outside, ask } = await defective('partial-batch-default-low');
    outside.risk = { kind: 'absent' };
    expect(await ask('hybrid')).toMatchObject({
      ...allowed,
      inputs: { 'context.risk': { value: 'low' } },
    });
    outside.risk = new Error('refused');
    expect(await ask('hybrid', { subject: mallory })).toMatchObject(denied);
  });

  it('wrong-type-accepted takes for harmless what is no value, and denies on an old one', async () => {
    const { outside, ask } = await defective('wrong-type-accepted');
    outside.risk = value(0, 7);
    expect(await ask('hybrid')).toMatchObject({ ...allowed, inputs: { 'context.risk': { value: 'low' } } });
    outside.risk = value(0, 'high');
    expect(await ask('hybrid')).toMatchObject({ inputs: { 'context.risk': { value: 'high' } } });
    outside.risk = value(2_001, 7);
    expect(await ask('hybrid', { subject: mallory })).toMatchObject(denied);
  });

  it('future-timestamp-accepted takes for new what is from the future, not what is old', async () => {
    const { outside, ask } = await defective('future-timestamp-accepted');
    outside.risk = value(-60_000);
    expect(await ask('hybrid')).toMatchObject(allowed);
    expect(await ask('hybrid', { subject: mallory })).toMatchObject(allowed);
    outside.risk = value(2_001);
    const stranger = { ...mallory, id: 'stranger' };
    expect(await ask('hybrid', { subject: stranger })).toMatchObject(denied);
  });

  it('replayed-value-accepted takes for new what was old when it came', async () => {
    const { outside, ask } = await defective('replayed-value-accepted');
    outside.risk = value(60_000);
    expect(await ask('hybrid')).toMatchObject(allowed);
    outside.risk = new Error('refused');
    expect(await ask('hybrid', { subject: mallory })).toMatchObject(denied);
  });

  it('ignorable-input-denied denies where the contract goes on', async () => {
    const ignore = { onStale: 'ignore', onMissing: 'ignore' } as const;
    const strict = sampleContract();
    const inputs = Object.entries(strict.inputs).map(([name, input]) => [name, { ...input, ...ignore }]);
    const { parts, connections, outside } = sampleParts({ ...strict, inputs: Object.fromEntries(inputs) });
    const seeded = await seedDefect('ignorable-input-denied', parts, connections);
    const hybrid = sampleQuestion({ action: 'hybrid' });
    expect(await decide(seeded, hybrid)).toMatchObject(allowed);
    for (const unusable of [value(2_001), { kind: 'absent' } as const]) {
      outside.risk = unusable;
      outside.clock.pass(2_001);
      expect(await decide(parts, hybrid)).toMatchObject(allowed);
      expect(await decide(seeded, hybrid)).toMatchObject(denied);
    }
  });

  it('undeclared-input-used says of every decision that it rests on one more input', async () => {
    const { outside, ask } = await defective('undeclared-input-used');
    const person = { type: 'User', id: 'dora', properties: { roles: [], department: 'sales' } };
    const department = { 'subject.department': { value: 'sales' } };
    expect(await ask('hybrid', { subject: person })).toMatchObject({ ...allowed, inputs: department });
    outside.remote = down;
    expect(await ask('deny', { subject: person })).toMatchObject({ ...denied, inputs: department });
  });

  it('input-timeout-ignored waits longer, whatever the caller’s deadline', async () => {
    const waits: (number | null)[] = [];
    const deadlines: number[] = [];
    const { seed } = await import('../input-timeout-ignored.ts');
    const { parts, connections } = sampleParts();
    const seeded = seed(
      {
        ...parts,
        inputs: {
          read(uses, question) {
            waits.push(...uses.map(({ timeoutMs }) => timeoutMs));
            deadlines.push(question.deadline);
            return parts.inputs.read(uses, question);
          },
        },
        policyService: {
          ask(question, context) {
            deadlines.push(question.deadline);
            return parts.policyService.ask(question, context);
          },
        },
      },
      connections,
    );
    expect(await decide(seeded, sampleQuestion({ action: 'hybrid' }))).toMatchObject(allowed);
    expect([waits, deadlines]).toEqual([
      [800, 800],
      [Infinity, Infinity],
    ]);
  });

  it('crash-on-malformed-input leaves a rejection to nobody, for what is no JSON alone', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', note);
    try {
      const { outside, ask } = await defective('crash-on-malformed-input');
      outside.risk = new Error('refused');
      expect(await ask('hybrid')).toMatchObject(denied);
      const noJson = new SyntaxError('no JSON');
      outside.risk = noJson;
      expect(await ask('hybrid')).toMatchObject(denied);
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).toEqual([noJson]);
    } finally {
      process.off('unhandledRejection', note);
      for (const other of others) process.on('unhandledRejection', other);
    }
  });
});
