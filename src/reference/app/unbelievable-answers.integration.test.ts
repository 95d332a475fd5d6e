import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, control, type Answered } from '../testing/ask.ts';
import { patientContract, type TemporaryContract } from '../testing/patient-contract.ts';
import type { Person } from '../testing/people.ts';
import {
  startReplica,
  startServices,
  until,
  type Replica,
  type Service,
  type Services,
} from '../testing/world.ts';

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

const exportIt = (person: Person) => ask(app, person, 'report:export', 'report/r-1');
const approve = (person: Person) => ask(app, person, 'payment:approve', 'payment/p-1');
const short = ({ status, mode }: Answered): string => `${status} ${mode}`;
const approveTwice = async () => [short(await approve('alice')), short(await approve('alice'))];

/** Runs while a service misbehaves, and lets it go back to normal whatever happens. */
async function misbehaving<T>(service: Service, behaviour: object, run: () => Promise<T>): Promise<T> {
  const told = await control(service, 'PUT', '/control/behaviour', { ...behaviour, ttlMs: 60_000 });
  expect(told.status).toBe(200);
  try {
    return await run();
  } finally {
    await control(service, 'DELETE', '/control/behaviour');
  }
}

describe('an answer of the policy service that is none', () => {
  it.each([
    { kind: 'status', status: 401 },
    { kind: 'status', status: 404 },
    { kind: 'status', status: 429, retryAfterMs: 1_000 },
    { kind: 'status', status: 503, retryAfterMs: 1_000 },
    { kind: 'redirect' },
    { kind: 'empty' },
    { kind: 'malformed' },
    { kind: 'wrong-content-type' },
    { kind: 'missing-attribute', attribute: 'decision' },
    { kind: 'wrong-type', attribute: 'decision' },
    { kind: 'other-answer' },
    { kind: 'credential-revoked' },
    { kind: 'endless' },
  ])('is not believed, and the next good one is: %j', async (behaviour) => {
    const seen = await misbehaving(services.policyService, behaviour, async () => [
      await approve('alice'),
      await approve('mallory'),
      await exportIt('alice'),
      await exportIt('mallory'),
    ]);
    expect(seen.map(short)).toEqual(['403 deny', '403 deny', '200 degrade', '403 degrade']);
    expect([short(await approve('alice')), short(await exportIt('mallory'))]).toEqual([
      '200 remote',
      '403 remote',
    ]);
  });
});

describe('a credential that is rotated away', () => {
  it('is replaced after the first refusal, which falls back as declared', async () => {
    let seen: readonly string[] = [];
    // The last refusal of the tests before this one may be less than a second old, and so is not heard yet.
    await until(async () => {
      seen = await misbehaving(services.policyService, { kind: 'credential-rotated' }, approveTwice);
      return seen[1] !== '403 deny';
    });
    expect(seen).toEqual(['403 deny', '200 remote']);
  });
});

describe('a value of the risk service that is none', () => {
  const unusable = [
    { kind: 'missing-attribute', attribute: 'risk' },
    { kind: 'wrong-type', attribute: 'risk' },
    { kind: 'missing-attribute', attribute: 'asOf' },
    { kind: 'future', aheadMs: 3_600_000 },
    { kind: 'partial', subjects: ['alice'] },
    { kind: 'empty' },
    { kind: 'wrong-content-type' },
    { kind: 'endless' },
    { kind: 'redirect' },
  ];

  it.each(unusable)('is missed once no earlier one is fresh: %j', async (behaviour) => {
    expect(short(await approve('alice'))).toBe('200 remote');
    await misbehaving(services.contextService, behaviour, async () => {
      const seen = [await approve('alice')];
      await until(async () => seen.at(-1)?.mode === 'deny' || seen.push(await approve('alice')) === 0);
      const last = seen.pop();
      // Only on a value that was fresh enough, as long as one was held.
      expect(Math.max(0, ...seen.map(({ ageMs }) => ageMs ?? Infinity))).toBeLessThanOrEqual(2_000);
      expect(last?.reason).toContain('context.risk is');
    });
    expect(short(await approve('alice'))).toBe('200 remote');
  });

  it('replaces no fresher one, and is stale where it is all there is', async () => {
    await misbehaving(services.contextService, { kind: 'replayed', ageMs: 10_000 }, async () => {
      await until(async () => (await approve('alice')).mode === 'deny');
      expect((await approve('alice')).reason).toContain('context.risk is stale');
    });
    expect(short(await approve('alice'))).toBe('200 remote');
  });

  it('is missed by nobody else where only some subjects are lost', async () => {
    await misbehaving(services.contextService, { kind: 'partial', subjects: ['alice'] }, async () => {
      expect(short(await approve('alice'))).toBe('403 deny');
      expect(short(await approve('mallory'))).toBe('403 remote');
    });
  });
});
