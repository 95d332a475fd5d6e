import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, control, type Answered } from '../testing/ask.ts';
import { changedContract, patientContract, type TemporaryContract } from '../testing/patient-contract.ts';
import type { Person } from '../testing/people.ts';
import { startReplica, startServices, until, type Replica, type Services } from '../testing/world.ts';

const approval = { by: 'authz-drill', approvedBy: 'security', reason: 'test' };

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

const read = (person: Person) => ask(app, person, 'invoice:read', 'invoice/i-1');
const approve = (person: Person) => ask(app, person, 'payment:approve', 'payment/p-1');
const short = ({ status, mode }: Answered): string => `${status} ${mode}`;

async function change(path: string, body: object): Promise<number> {
  const response = await control(services.bundleService, 'POST', path, { ...body, ...approval });
  return ((await response.json()) as { revision: number }).revision;
}

/** Waits until the replica and the policy service both decide on a revision. */
async function everywhere(revision: number): Promise<void> {
  await until(async () => {
    const local = await ask(app, 'alice', 'invoice:list', 'ledger/main');
    const remote = await ask(app, 'carol', 'report:export', 'report/r-1');
    return Number(local.revision) === revision && Number(remote.revision) === revision;
  });
}

describe('a bad rule', () => {
  it('that allows too much bites, is taken back, and does not live on in the cache', async () => {
    expect(short(await read('mallory'))).toBe('403 remote');
    await everywhere(await change('/control/publications', { policy: 'bad-allow' }));
    expect([short(await read('mallory')), short(await approve('mallory'))]).toEqual([
      '200 remote',
      '200 remote',
    ]);

    const good = await change('/control/rollbacks', { to: 1 });
    await everywhere(good);
    // Right after the rollback the decision cached under the bad rule would still be young enough.
    app.relays.policyService.set('cut');
    const outage = await read('mallory');
    app.relays.policyService.set('pass');
    expect([short(outage), outage.revision]).toEqual(['403 deny', String(good)]);
    expect([short(await read('mallory')), short(await approve('mallory'))]).toEqual([
      '403 remote',
      '403 remote',
    ]);
  });

  it('that allows too little bites, and is taken back', async () => {
    await everywhere(await change('/control/publications', { policy: 'bad-deny' }));
    expect([short(await read('alice')), short(await approve('alice'))]).toEqual(['403 remote', '403 remote']);
    await everywhere(await change('/control/rollbacks', { to: 1 }));
    expect([short(await read('alice')), short(await approve('alice'))]).toEqual(['200 remote', '200 remote']);
  });
});

describe('a bundle that cannot be believed', () => {
  it('is not taken, and the policy in force stays', async () => {
    await control(services.bundleService, 'PUT', '/control/behaviour', { kind: 'malformed', ttlMs: 60_000 });
    await until(() => app.child.stderr().includes('policy-refused'));
    await control(services.bundleService, 'DELETE', '/control/behaviour');
    expect(app.child.stderr()).toContain('bundle rejected');
    expect(short(await read('alice'))).toBe('200 remote');
  });
});

describe('a policy that can no longer be confirmed', () => {
  it('is not decided on, the replica says that it is not ready, and it recovers by itself', async () => {
    const impatient = await changedContract([
      ['timeout: 250ms', 'timeout: 1s'],
      ['budget: 500ms', 'budget: 3s'],
      ['pollEvery: 1s', 'pollEvery: 200ms'],
      [/(?<=pollEvery: 200ms\n  maxAge:) \d+s/, ' 1500ms'],
    ]);
    const replica = await startReplica(services, { LEDGER_REPLICA: 'r1', LEDGER_CONTRACT: impatient.file });
    const list = () => ask(replica, 'alice', 'invoice:list', 'ledger/main');
    const ready = async () => (await fetch(`${replica.url}/readyz`)).status === 200;
    expect(short(await list())).toBe('200 local');
    replica.relays.bundleService.set('cut');
    await until(async () => !(await ready()));
    expect(short(await list())).toBe('403 deny');
    expect(short(await ask(replica, 'alice', 'payment:approve', 'payment/p-1'))).toBe('403 deny');
    expect(short(await ask(replica, 'carol', 'report:export', 'report/r-1'))).toBe('200 remote');
    replica.relays.bundleService.set('pass');
    await until(ready);
    expect(short(await list())).toBe('200 local');
    await replica.stop();
    await impatient.remove();
  });
});
