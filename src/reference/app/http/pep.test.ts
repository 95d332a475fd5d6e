import { Hono } from 'hono';
import { describe, expect, it, vi } from 'vitest';
import type { Contract } from '../../../contract/contract.ts';
import { alice } from '../../testing/sample-people.ts';
import { allowed, denied, down, sampleContract, sampleParts } from '../../testing/sample-parts.ts';
import type { Parts } from '../decide/parts.ts';
import type { CallerVariables } from './authenticate.ts';
import { createGuard } from './pep.ts';

const resource = (id: string) => ({ name: `report/${id}`, entity: { type: 'Report', id, properties: {} } });

const answer = (id: string) =>
  id === 'r-1' ? { rows: [{ iban: 'DE1', due: '2026-12-01' }, { iban: 'GB2' }] } : undefined;

/** An application with one guarded route for each action of the sample contract. */
function application(alter: (parts: Parts) => Partial<Parts> = () => ({}), contract = sampleContract()) {
  const { parts, outside } = sampleParts(contract);
  const guard = createGuard({ ...parts, ...alter(parts) }, 'r0');
  const app = new Hono<CallerVariables>();
  app.use(async (c, next) => {
    c.set('caller', alice);
    await next();
  });
  for (const action of [...Object.keys(parts.contract.actions), 'undeclared'])
    app.get(`/${action}/:id`, guard(action, resource, answer));
  return { outside, ask: async (action: string, id = 'r-1') => app.request(`/${action}/${id}`) };
}

const withSink = (whenSinkDown: Contract['decisionLog']['whenSinkDown']): Contract => ({
  ...sampleContract(),
  decisionLog: { records: ['outcome'], whenSinkDown, maxLoss: 0 },
});

const sinkDown = ({ log }: Parts): Partial<Parts> => ({ log: { ...log, accepting: () => false } });

describe('the enforcement point', () => {
  it('answers with the data after an allow, and tells and logs how it was decided', async () => {
    const { outside, ask } = application();
    const response = await ask('hybrid');
    expect(response.status).toBe(200);
    expect(response.headers.get('authz-mode')).toBe('remote');
    expect(response.headers.get('authz-policy-revision')).toBe('1');
    const [record] = outside.logged;
    expect(record).toMatchObject({
      subject: 'alice',
      resource: 'report/r-1',
      outcome: 'allow',
      mode: 'remote',
    });
    expect(response.headers.get('authz-decision-id')).toBe(record?.decisionId);
  });

  it('shows nothing after a deny, and does not tell what exists before an allow', async () => {
    const { outside, ask } = application();
    outside.local = denied;
    for (const id of ['r-1', 'r-9']) {
      const response = await ask('local', id);
      expect(response.status).toBe(403);
      expect(await response.json()).not.toHaveProperty('rows');
    }
    outside.local = allowed;
    expect((await ask('local', 'r-9')).status).toBe(404);
  });

  it('hides what a degraded answer must not show', async () => {
    const { outside, ask } = application();
    outside.remote = down;
    const response = await ask('degrade');
    expect(response.headers.get('authz-mode')).toBe('degrade');
    expect(await response.json()).toEqual({ rows: [{ due: '2026-12-01' }, {}] });
  });

  it('denies what the contract does not declare, whoever asks', async () => {
    const { outside, ask } = application();
    const response = await ask('undeclared');
    expect([response.status, response.headers.get('authz-mode')]).toEqual([403, 'deny']);
    expect(outside.asked).toEqual([]);
  });

  it('denies when deciding fails, and logs that', async () => {
    const { outside, ask } = application(({ cache }) => ({
      cache: {
        ...cache,
        find() {
          throw new Error('a defect of ours');
        },
      },
    }));
    outside.remote = down;
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const response = await ask('cache');
    expect(stderr).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('a defect of ours'));
    stderr.mockRestore();
    expect([response.status, response.headers.get('authz-mode')]).toEqual([403, 'deny']);
    expect(outside.logged).toMatchObject([{ outcome: 'deny', mode: 'deny', reason: 'deciding failed' }]);
  });
});

describe('the enforcement point without a sink for its log', () => {
  it('decides nothing where the contract wants every decision recorded, and keeps a record of that', async () => {
    const { outside, ask } = application(sinkDown, withSink('deny'));
    for (const action of ['local', 'deny', 'cache', 'degrade', 'hybrid']) {
      const response = await ask(action);
      expect([response.status, response.headers.get('authz-mode')]).toEqual([403, 'deny']);
    }
    expect(outside.asked).toEqual([]);
    expect(outside.logged).toHaveLength(5);
    // It was not decided, but what it would have rested on was at hand.
    for (const { inputs } of outside.logged) expect(Object.keys(inputs)).toEqual(['subject.roles']);
  });

  it('decides again as soon as the sink takes records', async () => {
    let accepting = false;
    const { ask } = application(
      ({ log }) => ({ log: { ...log, accepting: () => accepting } }),
      withSink('deny'),
    );
    expect((await ask('local')).status).toBe(403);
    accepting = true;
    expect((await ask('local')).status).toBe(200);
  });

  it.each(['buffer', 'drop'] as const)(
    'goes on deciding where the contract says %s',
    async (whenSinkDown) => {
      const { ask } = application(sinkDown, withSink(whenSinkDown));
      expect((await ask('local')).status).toBe(200);
    },
  );
});
