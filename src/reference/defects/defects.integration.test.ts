import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, control, logged } from '../testing/ask.ts';
import { patientContract, type TemporaryContract } from '../testing/patient-contract.ts';
import type { Person } from '../testing/people.ts';
import { startReplica, startServices, until, type Replica, type Services } from '../testing/world.ts';
import { defectIds } from './registry.ts';

let contract: TemporaryContract;
let services: Services;
beforeAll(async () => {
  contract = await patientContract();
  services = await startServices();
});
afterAll(async () => {
  await services?.stop();
  await contract?.remove();
});

const read = (app: Replica, person: Person = 'alice') => ask(app, person, 'invoice:read', 'invoice/i-1');
const exportIt = (app: Replica) => ask(app, 'alice', 'report:export', 'report/r-1');
const approve = (app: Replica) => ask(app, 'alice', 'payment:approve', 'payment/p-1');

const list = (app: Replica, person: Person = 'alice') => ask(app, person, 'invoice:list', 'ledger/main');

/** @returns the new revision */
async function publish(policy: string): Promise<string> {
  const change = { policy, by: 'authz-drill', approvedBy: 'security', reason: 'test' };
  const published = await control(services.bundleService, 'POST', '/control/publications', change);
  return String(((await published.json()) as { revision: number }).revision);
}

const loggedIds = async () => (await logged(services.logSink)).map(({ decisionId }) => decisionId);

/** What a caller can see of some defects, one of a kind. A sound replica fails every one of these. */
const visible: Readonly<Record<string, (app: Replica) => Promise<void>>> = {
  async 'fail-open-on-timeout'(app) {
    app.relays.policyService.set('hole');
    expect(await read(app, 'mallory')).toMatchObject({ status: 200 });
  },

  async 'cache-without-bound'(app) {
    await read(app);
    app.relays.policyService.set('cut');
    await until(async () => ((await read(app)).ageMs ?? 0) > 3_000);
    expect(await read(app)).toMatchObject({ status: 200, mode: 'cache' });
  },

  async 'degrade-without-redaction'(app) {
    app.relays.policyService.set('cut');
    expect(await exportIt(app)).toMatchObject({
      status: 200,
      mode: 'degrade',
      body: { rows: [{ iban: 'DE44500105175407324931' }, {}] },
    });
  },

  async 'stale-context-accepted'(app) {
    await approve(app);
    app.relays.contextService.set('cut');
    await until(async () => ((await approve(app)).ageMs ?? 0) > 2_000);
    expect(await approve(app)).toMatchObject({ status: 200, mode: 'remote' });
  },

  async 'cache-survives-rollback'(app) {
    const cached = await read(app);
    const revision = await publish('good');
    app.relays.policyService.set('cut');
    await until(async () => (await list(app)).revision === revision);
    expect(await read(app)).toMatchObject({ status: 200, mode: 'cache', revision: cached.revision });
  },

  async 'unsigned-accepted'(app) {
    const forged = { kind: 'untrusted-bundle', variant: 'unsigned', policy: 'forged', ttlMs: 60_000 };
    await control(services.bundleService, 'PUT', '/control/behaviour', forged);
    try {
      await until(async () => (await list(app, 'mallory')).status === 200);
    } finally {
      await control(services.bundleService, 'DELETE', '/control/behaviour');
    }
  },

  async 'failing-rule-skipped'(app) {
    const revision = await publish('failing-forbid');
    try {
      await until(async () => (await list(app)).revision === revision);
      expect(await list(app, 'mallory')).toMatchObject({ status: 200, mode: 'local', revision });
    } finally {
      await publish('good');
    }
  },

  async 'decision-not-logged'(app) {
    app.relays.policyService.set('cut');
    const { decisionId: lost } = await approve(app);
    const { decisionId: kept } = await list(app);
    await until(async () => (await loggedIds()).includes(kept ?? ''));
    expect(await loggedIds()).not.toContain(lost);
  },

  async 'crash-on-outage'(app) {
    app.relays.policyService.set('cut');
    // The answer may or may not get out before the process is gone.
    await approve(app).catch(() => undefined);
    expect(await app.child.exited).toBe(1);
  },

  async 'retry-past-budget'(app) {
    app.relays.policyService.set('hole');
    const before = app.relays.policyService.connections();
    expect(await approve(app)).toMatchObject({ status: 403, mode: 'deny' });
    // A sound replica opens one at the most.
    expect(app.relays.policyService.connections() - before).toBeGreaterThan(1);
  },
};

describe('a replica with a seeded defect', () => {
  it('has one that there is', () => {
    expect(defectIds).toEqual(expect.arrayContaining(Object.keys(visible)));
  });

  it.each(Object.entries(visible))('%s', async (id, look) => {
    const app = await startReplica(services, { LEDGER_CONTRACT: contract.file, LEDGER_DEFECT: id });
    try {
      expect(await exportIt(app)).toMatchObject({ status: 200, mode: 'remote' });
      await look(app);
    } finally {
      await app.stop();
    }
  });
});
