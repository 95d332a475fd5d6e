import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestClock } from '../testing/clock.ts';
import { createActivePolicy, type KeptPolicy } from './active-policy.ts';
import type { BundleAnswer } from './bundle-client.ts';
import { confirmByAnswer, type Confirm } from './confirm.ts';
import { ruleOnConfirmation, type Confirmation } from './confirmation-rule.ts';
import { NotConfirmed } from './not-confirmed.ts';
import { ruleOnRevision } from './revision-rule.ts';
import type { PolicyState } from './state-store.ts';

/** What may happen to a replica; `which` picks among all that was ever served or said. */
const event = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'publish' } as const) },
  { weight: 6, arbitrary: fc.constant({ kind: 'ask' } as const) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('be lied to' as const), which: fc.nat(99) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 5_000 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('restart' as const), archiveLost: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('set the clock' as const),
      byMs: fc.integer({ min: -9_000, max: 9_000 }),
    }),
  },
);

/** Believes what the revision and the confirmation rule make of an answer; nothing here is really signed. */
const bySignature: Confirm = async ({ confirmation }, question) => {
  const claim = JSON.parse(confirmation ?? '') as Confirmation;
  const ruling = ruleOnConfirmation(claim, question);
  if (ruling !== 'confirmed') throw new NotConfirmed(ruling, '');
  return claim.at;
};

/** A replica, its disk, and a bundle service that says the truth, beside somebody who repeats what that once said. */
function world(confirm: Confirm) {
  const now = createTestClock();
  const wall = createTestClock(1e9);
  const said: BundleAnswer[] = [];
  let revision = 1;
  let at = 0;
  let next: BundleAnswer | undefined;
  let disk: PolicyState = { bundle: undefined, confirmation: undefined, highest: undefined };
  /** The revision that decides, and the true time of the last request that the service itself has answered. */
  const truth = { decides: 0, confirmedAt: -Infinity };

  function honest(etag: string | undefined): BundleAnswer {
    const confirmation = JSON.stringify({ etag: `${revision}`, revision, at: at++ } satisfies Confirmation);
    const terms = { etag: `${revision}`, confirmation, holdsBack: false };
    const answer: BundleAnswer =
      etag === `${revision}`
        ? { kind: 'unchanged', ...terms }
        : { kind: 'bundle', archive: Buffer.from(`${revision}`), ...terms };
    said.push(answer);
    return answer;
  }

  function start(): KeptPolicy {
    truth.decides = 0;
    return createActivePolicy(
      {
        client: {
          async fetch({ etag }) {
            if (next === undefined) truth.confirmedAt = now.now();
            return next ?? honest(etag);
          },
          close: async () => undefined,
        },
        verify: async (archive) => {
          const found = Number(archive.toString());
          return { revision: found, policies: new Map([['a', String(found)]]) };
        },
        confirm,
        ruleOnRevision,
        store: { load: async () => disk, save: async (state) => void (disk = state) },
        engine: { prepare: async (files) => () => void (truth.decides = Number(files.get('a'))) },
        clocks: { now: now.now, moment: () => ({ wallMs: wall.now(), uptimeMs: now.now() }) },
      },
      () => undefined,
    );
  }

  return {
    start,
    truth,
    now,
    publish: () => void (revision += 1),
    wait(ms: number) {
      now.pass(ms);
      wall.pass(ms);
    },
    setClock: (byMs: number) => wall.pass(byMs),
    loseArchive: () => void (disk = { ...disk, bundle: undefined }),
    /** Asks with an answer out of the past, or the service itself. */
    async ask(policy: KeptPolicy, which?: number) {
      next = which === undefined ? undefined : said[which % Math.max(1, said.length)];
      // Whether it believes what it gets is what is tested.
      await policy.refresh().catch(() => undefined);
      next = undefined;
    },
  };
}

type History = readonly (typeof event extends fc.Arbitrary<infer One> ? One : never)[];

/** Lives through a history. @param check is called after each event */
async function live(
  history: History,
  replica: ReturnType<typeof world>,
  check: (policy: KeptPolicy) => void,
): Promise<void> {
  let policy = replica.start();
  for (const one of history) {
    if (one.kind === 'publish') replica.publish();
    if (one.kind === 'wait') replica.wait(one.ms);
    if (one.kind === 'set the clock') replica.setClock(one.byMs);
    if (one.kind === 'ask') await replica.ask(policy);
    if (one.kind === 'be lied to') await replica.ask(policy, one.which);
    if (one.kind === 'restart') {
      if (one.archiveLost) replica.loseArchive();
      policy = replica.start();
      await policy.restore();
    }
    check(policy);
  }
}

const histories = fc.array(event, { maxLength: 60 });

describe('a policy, whatever happens to the replica', () => {
  it.each([
    ['confirmed by signature', bySignature],
    ['confirmed by any answer', confirmByAnswer],
  ])('never goes back, and says the revision that decides: %s', async (_how, confirm) => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const replica = world(confirm);
        const { truth } = replica;
        let highest = 0;
        await live(history, replica, (policy) => {
          expect(policy.revision()).toBe(truth.decides);
          expect(truth.decides === 0 || truth.decides >= highest).toBe(true);
          highest = Math.max(highest, truth.decides);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('is never younger than the last word of the service itself', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const replica = world(bySignature);
        const { truth, now } = replica;
        await live(history, replica, (policy) => {
          expect(policy.unconfirmedMs()).toBeGreaterThanOrEqual(now.now() - truth.confirmedAt);
        });
      }),
      { numRuns: 1_000 },
    );
  });
});
