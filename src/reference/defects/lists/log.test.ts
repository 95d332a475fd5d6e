import { describe, expect, it } from 'vitest';
import { decide } from '../../app/decide/decide.ts';
import { defective } from '../../testing/defective.ts';
import { sampleParts } from '../../testing/sample-parts.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { sampleRecord } from '../../testing/sample-record.ts';
import { seedDefect } from '../seed.ts';

const modes = ['local', 'remote', 'cache', 'degrade', 'deny'] as const;

describe('an application with a defect in its decision log', () => {
  it('decision-not-logged forgets the fallbacks', async () => {
    const { outside, parts } = await defective('decision-not-logged');
    for (const mode of modes) parts.log.append(sampleRecord({ mode }));
    expect(outside.logged).toEqual([sampleRecord({ mode: 'local' }), sampleRecord({ mode: 'remote' })]);
  });

  it('log-dropped-on-sink-failure drops while the sink is down, and only then', async () => {
    const { parts, connections } = sampleParts();
    const kept: string[] = [];
    let accepting = true;
    const log = {
      append: ({ decisionId }: { decisionId: string }) => void kept.push(decisionId),
      accepting: () => accepting,
    };
    const { log: seeded } = await seedDefect('log-dropped-on-sink-failure', { ...parts, log }, connections);
    seeded.append(sampleRecord({ decisionId: 'before' }));
    accepting = false;
    seeded.append(sampleRecord({ decisionId: 'meanwhile' }));
    expect(seeded.accepting()).toBe(false);
    accepting = true;
    seeded.append(sampleRecord({ decisionId: 'after' }));
    expect(kept).toEqual(['before', 'after']);
  });

  it('log-wrong-outcome calls what a fallback allowed denied', async () => {
    const { outside, parts } = await defective('log-wrong-outcome');
    for (const mode of modes) parts.log.append(sampleRecord({ mode }));
    expect(outside.logged.map(({ mode, outcome }) => [mode, outcome])).toEqual([
      ['local', 'allow'],
      ['remote', 'allow'],
      ['cache', 'deny'],
      ['degrade', 'deny'],
      ['deny', 'allow'],
    ]);
  });

  it('log-wrong-revision writes the first one for ever', async () => {
    const { outside, parts } = await defective('log-wrong-revision');
    for (const policyRevision of [2, 2, 3]) parts.log.append(sampleRecord({ policyRevision }));
    expect(outside.logged).toEqual(Array(3).fill(sampleRecord({ policyRevision: 2 })));
  });

  it('log-without-inputs leaves out what a decision rests on, and nothing else', async () => {
    const { outside, parts } = await defective('log-without-inputs');
    parts.log.append(sampleRecord());
    expect(outside.logged).toEqual([sampleRecord({ inputs: {} })]);
  });

  it('log-blocks-decision waits for the sink, whether it takes anything or not', async () => {
    const { parts, connections } = sampleParts();
    const sink = Promise.withResolvers<void>();
    const logSink = { send: () => sink.promise };
    const seeded = await seedDefect('log-blocks-decision', parts, { ...connections, logSink });
    let answered = false;
    const remote = decide(seeded, sampleQuestion({ action: 'deny' })).finally(() => (answered = true));
    expect(await decide(seeded, sampleQuestion({ action: 'local' }))).toMatchObject({ mode: 'local' });
    expect(answered).toBe(false);
    sink.reject(new Error('refused'));
    expect(await remote).toMatchObject({ outcome: 'allow', mode: 'remote' });
  });
});
