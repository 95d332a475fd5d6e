import { describe, expect, it } from 'vitest';
import { ledgerPolicies, subjectOf } from '../../testing/ledger-policies.ts';
import { PolicyRejected, type PolicyFiles, type PolicyQuestion } from '../engine.ts';
import { createOpaWasmEngine } from './opa-wasm-engine.ts';

const local = new Set(['local']);
const question: PolicyQuestion = {
  subject: subjectOf('mallory'),
  action: 'invoice:list',
  resource: { type: 'Ledger', id: 'main', properties: {} },
  context: {},
};

/** The good policies with some files otherwise; those that are undefined are taken away. */
async function goodBut(changed: Readonly<Record<string, string | undefined>>): Promise<PolicyFiles> {
  const files = new Map(await ledgerPolicies('good'));
  for (const [path, text] of Object.entries(changed)) {
    files.delete(path);
    if (text !== undefined) files.set(path, text);
  }
  return files;
}

async function goodEngine() {
  const engine = createOpaWasmEngine(local);
  await engine.activate(await ledgerPolicies('good'));
  return engine;
}

describe('the OPA-Wasm engine', () => {
  it('names the rules that decided', async () => {
    const engine = await goodEngine();
    expect(engine.decide('local', question)).toEqual({ outcome: 'deny', reason: 'no policy permits it' });
    const alice = { ...question, subject: subjectOf('alice') };
    expect(engine.decide('local', alice)).toEqual({ outcome: 'allow', reason: 'list-by-role' });
    const victor = { ...question, subject: subjectOf('victor') };
    expect(engine.decide('local', victor)).toEqual({ outcome: 'deny', reason: 'suspended' });
  });

  it('denies when what is asked has an attribute too few, or one of another type', async () => {
    const engine = await goodEngine();
    for (const properties of [{}, { roles: 'finance' }, { roles: ['finance'], department: 4 }]) {
      const { outcome, reason } = engine.decide('local', {
        ...question,
        subject: { type: 'User', id: 'alice', properties },
      });
      expect([outcome, reason.startsWith('request does not fit: subject')]).toEqual(['deny', true]);
    }
  });

  it('puts rules and facts in force in one step', async () => {
    const engine = await goodEngine();
    const putInForce = await engine.prepare(await ledgerPolicies('bad-allow-embedded'));
    expect(engine.decide('local', question).outcome).toBe('deny');
    putInForce();
    expect(engine.decide('local', question)).toEqual({ outcome: 'allow', reason: 'self-service' });
    await engine.activate(await goodBut({ 'local/data.json': '{"suspended":["alice"]}' }));
    const alice = { ...question, subject: subjectOf('alice') };
    expect(engine.decide('local', alice)).toEqual({ outcome: 'deny', reason: 'suspended' });
    expect(engine.decide('local', question).outcome).toBe('deny');
  });

  it.each([
    ['no module', { 'local/policy.wasm': undefined }, 'there is no local/policy.wasm'],
    ['a module that is none', { 'local/policy.wasm': 'AAAAAAAAAAA=' }, 'local/policy.wasm: .*magic'],
    ['no shape of requests', { 'local/request-shape.json': undefined }, 'there is no local/request-shape'],
    ['no facts', { 'local/data.json': undefined }, 'there is no local/data.json'],
    ['facts of another type', { 'local/data.json': '{"suspended":"victor"}' }, 'suspended is no texts'],
    ['facts that nobody declared', { 'local/data.json': '{"suspended":[],"x":1}' }, 'x is not declared'],
  ])('refuses a set with %s, and keeps the one before', async (_, changed, reason) => {
    const engine = await goodEngine();
    const refusal = await engine.prepare(await goodBut(changed)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PolicyRejected);
    expect(String(refusal)).toMatch(new RegExp(reason));
    expect(engine.decide('local', { ...question, subject: subjectOf('bob') }).outcome).toBe('allow');
  });

  it('refuses the module of another set', async () => {
    const good = await ledgerPolicies('good');
    const swapped = await goodBut({ 'local/policy.wasm': good.get('coarse/policy.wasm') });
    await expect(createOpaWasmEngine(local).prepare(swapped)).rejects.toThrow(
      'local/policy.wasm has no entrypoint ledger/local/decision',
    );
  });
});
