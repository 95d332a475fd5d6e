import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, control, logged, type Answered } from '../testing/ask.ts';
import { people, tokenFor, type Person } from '../testing/people.ts';
import { patientContract, type TemporaryContract } from '../testing/patient-contract.ts';
import { startReplica, startServices, until, type Replica, type Services } from '../testing/world.ts';

const lease = { ttlMs: 60_000 };

let contract: TemporaryContract;
let services: Services;
let app: Replica;
beforeAll(async () => {
  contract = await patientContract();
  services = await startServices();
  app = await startReplica(services, { LEDGER_CONTRACT: contract.file });
});
afterAll(async () => {
  await app?.stop();
  await services?.stop();
  await contract?.remove();
});

const list = (person: Person) => ask(app, person, 'invoice:list', 'ledger/main');
const read = (person: Person) => ask(app, person, 'invoice:read', 'invoice/i-1');
const exportIt = (person: Person) => ask(app, person, 'report:export', 'report/r-1');
const approve = (person: Person) => ask(app, person, 'payment:approve', 'payment/p-1');

const short = ({ status, mode }: Answered): string => `${status} ${mode}`;

/** Runs with one dependency broken, and mends it whatever happens. */
async function broken(
  relay: keyof Replica['relays'],
  how: 'hole' | 'cut',
  run: () => Promise<void>,
): Promise<void> {
  app.relays[relay].set(how);
  try {
    await run();
  } finally {
    app.relays[relay].set('pass');
  }
}

describe('the ledger when all is well', () => {
  it.each([
    ['alice', '200 local', '200 remote', '200 remote', '200 remote'],
    ['bob', '200 local', '200 remote', '403 remote', '403 local'],
    ['carol', '200 local', '200 remote', '200 remote', '403 local'],
    ['mallory', '403 local', '403 remote', '403 remote', '403 remote'],
    ['trent', '200 local', '200 remote', '200 remote', '403 remote'],
    ['svc-billing', '200 local', '403 remote', '200 remote', '403 local'],
    ['copilot', '200 local', '200 remote', '403 remote', '403 local'],
  ] as const)('answers %s', async (person, ...expected) => {
    const answers = [await list(person), await read(person), await exportIt(person), await approve(person)];
    expect(answers.map(short)).toEqual(expected);
    for (const { revision, decisionId, reason } of answers) {
      expect(revision).toBe('1');
      expect(decisionId).toMatch(/^[0-9a-f-]{36}$/);
      expect(reason).not.toBe('');
    }
  });

  it('tells the age of the risk value it used, and of nothing else', async () => {
    expect((await approve('alice')).ageMs).toBeGreaterThanOrEqual(0);
    for (const answer of [await list('alice'), await read('alice')]) expect(answer.ageMs).toBeUndefined();
  });

  it('approves a payment once, however often it is asked', async () => {
    const first = await approve('alice');
    expect((await approve('alice')).body).toEqual(first.body);
  });

  it('shows a whole report', async () => {
    const { body } = await exportIt('alice');
    expect(body).toMatchObject({ rows: [{ iban: 'DE44500105175407324931', amount: 1240.5 }, {}] });
  });

  it('says that something is not there only to those who might have had it', async () => {
    expect(short(await ask(app, 'alice', 'invoice:read', 'invoice/i-9'))).toBe('404 remote');
    expect(short(await ask(app, 'bob', 'invoice:read', 'invoice/i-9'))).toBe('403 remote');
  });

  it('takes no token but a good one of its own', async () => {
    const alice = await tokenFor('alice');
    const bad = [
      undefined,
      'Bearer',
      'Bearer x.y.z',
      `Basic ${alice}`,
      `Bearer ${alice.slice(0, -4)}AAAA`,
      `Bearer ${await tokenFor('alice', { aud: 'other' })}`,
      `Bearer ${await tokenFor('alice', { iss: 'https://other.example' })}`,
      `Bearer ${await tokenFor('alice', { exp: Math.floor(Date.now() / 1_000) - 1 })}`,
      `Bearer ${await tokenFor('alice', { exp: undefined })}`,
      `Bearer ${await tokenFor('alice', { type: 'Robot' })}`,
    ];
    for (const authorization of bad) {
      const headers = authorization === undefined ? {} : { authorization };
      expect((await fetch(`${app.url}/invoices`, { headers })).status).toBe(401);
    }
  });

  it('is ready with the revision it has', async () => {
    expect(await (await fetch(`${app.url}/readyz`)).json()).toEqual({ ready: true, revision: 1 });
  });
});

describe('the ledger without its policy service', () => {
  it.each(['hole', 'cut'] as const)('does what the contract declares when it is a %s', async (how) => {
    await read('alice');
    await read('mallory');
    await broken('policyService', how, async () => {
      const answers = await Promise.all([
        list('alice'),
        read('alice'),
        read('mallory'),
        exportIt('alice'),
        exportIt('mallory'),
        approve('alice'),
      ]);
      expect(answers.map(short)).toEqual([
        '200 local',
        '200 cache',
        '403 cache',
        '200 degrade',
        '403 degrade',
        '403 deny',
      ]);
    });
    expect(short(await approve('alice'))).toBe('200 remote');
  });

  it.each([{ kind: 'status', status: 500 }, { kind: 'status', status: 401 }, { kind: 'malformed' }])(
    'takes $kind $status for no answer',
    async (behaviour) => {
      await control(services.policyService, 'PUT', '/control/behaviour', { ...behaviour, ...lease });
      expect(short(await approve('alice'))).toBe('403 deny');
      expect(short(await exportIt('svc-billing'))).toBe('200 degrade');
      await control(services.policyService, 'DELETE', '/control/behaviour');
      expect(short(await approve('alice'))).toBe('200 remote');
    },
  );

  it('hides in a degraded report what the contract hides, and nothing else', async () => {
    await broken('policyService', 'cut', async () => {
      const { body } = await exportIt('alice');
      expect(JSON.stringify(body)).not.toMatch(/iban|amount|DE44|1240/);
      expect(body).toMatchObject({
        rows: [{ supplier: 'Nordlicht Print GmbH' }, { supplier: 'Havel Courier Ltd' }],
      });
    });
  });

  it('forgets what it cached once that is too old', async () => {
    await read('carol');
    await broken('policyService', 'cut', async () => {
      let answer = await read('carol');
      expect(short(answer)).toBe('200 cache');
      await until(async () => {
        answer = await read('carol');
        return answer.mode !== 'cache';
      });
      expect(short(answer)).toBe('403 deny');
    });
  });
});

describe('the ledger without a fresh risk value', () => {
  it.each([
    [
      'the context service is gone',
      async () => app.relays.contextService.set('cut'),
      async () => app.relays.contextService.set('pass'),
    ],
    [
      'the value is frozen',
      () => control(services.contextService, 'PUT', '/control/behaviour', { kind: 'frozen', ...lease }),
      () => control(services.contextService, 'DELETE', '/control/behaviour'),
    ],
  ])('denies when %s, after the time the value is good for', async (_what, breakIt, mend) => {
    await approve('alice');
    await breakIt();
    let oldest = 0;
    await until(async () => {
      const { status, ageMs = 0, mode } = await approve('alice');
      if (status === 200) oldest = ageMs;
      return mode === 'deny';
    });
    expect(oldest).toBeLessThanOrEqual(2_000);
    await mend();
    expect(short(await approve('alice'))).toBe('200 remote');
  });

  it('denies at once when the answer lacks the value', async () => {
    const behaviour = { kind: 'missing-attribute', attribute: 'risk', ...lease };
    await control(services.contextService, 'PUT', '/control/behaviour', behaviour);
    const answer = await approve('alice');
    expect(short(answer)).toBe('403 deny');
    expect(answer.reason).toContain('context.risk is missing');
    await control(services.contextService, 'DELETE', '/control/behaviour');
  });
});

describe('the decision log', () => {
  it('holds every decision as the caller got it, those made while the sink was down included', async () => {
    const seen = [await list('alice')];
    await broken('logSink', 'cut', async () => {
      for (const person of Object.keys(people)) if (person in people) seen.push(await read(person as Person));
      seen.push(await approve('mallory'));
    });
    await broken(
      'policyService',
      'cut',
      async () => void seen.push(await exportIt('alice'), await approve('alice')),
    );
    await until(async () => {
      const ids = new Set((await logged(services.logSink)).map(({ decisionId }) => decisionId));
      return seen.every(({ decisionId }) => ids.has(decisionId ?? ''));
    });
    const records = new Map((await logged(services.logSink)).map((record) => [record.decisionId, record]));
    for (const { decisionId, mode, revision, status } of seen) {
      expect(records.get(decisionId ?? '')).toMatchObject({
        mode,
        policyRevision: Number(revision),
        outcome: status === 200 ? 'allow' : 'deny',
        replica: 'r0',
      });
    }
    expect(records.get(seen.at(-3)?.decisionId ?? '')).toMatchObject({
      subject: 'mallory',
      action: 'payment:approve',
      resource: 'payment/p-1',
      inputs: {
        'subject.roles': { value: ['contractor', 'approver'] },
        'context.risk': { value: 'low', ageMs: expect.any(Number) },
      },
    });
    expect(records.get(seen.at(-2)?.decisionId ?? '')).toMatchObject({
      mode: 'degrade',
      obligations: ['redact'],
    });
  });
});
