import type { JWK } from 'jose';
import type { UntrustedVariant } from '../../model/fault.ts';
import type { Decision } from '../../model/decision.ts';
import { localSet } from '../app/decide/local.ts';
import { buildBundle } from '../bundle/build.ts';
import { signToken } from '../bundle/token.ts';
import { verifyBundle } from '../bundle/verify.ts';
import { forge } from '../bundle-service/forge-bundle.ts';
import { readPolicyContent } from '../bundle-service/policy-content.ts';
import { readServiceKeys } from '../bundle-service/service-keys.ts';
import { policySeeder } from '../defects/seed.ts';
import { createCedarEngine } from '../engine/cedar-engine.ts';
import { createActivePolicy } from '../policy/active-policy.ts';
import type { BundleAnswer, BundleRequest } from '../policy/bundle-client.ts';
import { confirmBySignature } from '../policy/confirm.ts';
import type { PolicyParts } from '../policy/policy-parts.ts';
import { ruleOnRevision } from '../policy/revision-rule.ts';
import type { PolicyState } from '../policy/state-store.ts';
import { fixturePath, readBundleKeys, readKey } from '../service/fixtures.ts';
import { createTestClock } from './clock.ts';
import { subjectOf } from './ledger-policies.ts';
import type { Person } from './people.ts';

/** One process of a replica, as far as its policy goes. */
interface PolicyProcess {
  /** Asks once. What came of it in a word: `changed`, `kept`, or why it was refused or not confirmed. */
  readonly refresh: (waitMs?: number) => Promise<string>;
  readonly revision: () => number;
  readonly unconfirmedMs: () => number;
  /** Whether somebody may list the invoices, which is decided by the policy in force here. */
  readonly lists: (person: Person) => Decision;
}

/** A replica whose policy is kept with a defect: its disk, its clocks, and its bundle service are the test's. */
export interface DefectivePolicy {
  /** A policy content is served from now on, and confirmed, except where it is frozen. */
  readonly publish: (policy: string, revision: number) => Promise<void>;
  /** A bundle that nobody may believe is served from now on, and not confirmed. */
  readonly mislead: (variant: Exclude<UntrustedVariant, 'replayed'>) => Promise<void>;
  /** The bundle of an earlier revision is served once more, and not confirmed. */
  readonly replay: (revision: number) => void;
  /** From now on nothing new is confirmed: the last confirmation is repeated. Or nobody answers. */
  readonly freeze: () => void;
  readonly goDown: () => void;
  readonly pass: (ms: number) => void;
  /** Somebody sets the wall clock of the replica, which is that of the bundle service otherwise. */
  readonly setClock: (aheadMs: number) => void;
  /** How often the bundle service was asked. */
  readonly asked: () => number;
  /** A process is started, on the disk of the one before. */
  readonly start: () => Promise<PolicyProcess>;
}

interface Served {
  readonly archive: Buffer;
  readonly etag: string;
  readonly revision: number | undefined;
}

const folder = fixturePath('policies');

/** @param id of the defect; undefined for the sound application */
export async function defectivePolicy(id: string | undefined): Promise<DefectivePolicy> {
  const seed = await policySeeder(id, 'r0');
  const keys = await readBundleKeys();
  const signingKey = await readKey('bundle-signing.private');
  const clock = createTestClock();
  let disk: PolicyState = { bundle: undefined, confirmation: undefined, highest: undefined };
  let served: Served | undefined;
  let frozenAt: number | undefined;
  let last = 0;
  let aheadMs = 0;
  let questions = 0;
  const published = new Map<number, Served>();

  async function answer({ etag }: BundleRequest): Promise<BundleAnswer> {
    questions += 1;
    if (served === undefined) throw new Error('down');
    const confirmation = await confirmed(served, signingKey);
    const terms = { etag: served.etag, confirmation, holdsBack: false };
    if (etag === served.etag) return { kind: 'unchanged', ...terms };
    return { kind: 'bundle', archive: served.archive, ...terms };
  }

  async function confirmed({ etag, revision }: Served, key: JWK): Promise<string | undefined> {
    if (revision === undefined) return undefined;
    return signToken({ etag, revision, at: frozenAt ?? (last = Math.max(clock.now(), last + 1)) }, key);
  }

  const sound = (): PolicyParts => ({
    client: { fetch: answer, close: async () => undefined },
    verify: (archive) => verifyBundle(archive, keys),
    confirm: confirmBySignature(keys),
    ruleOnRevision,
    store: { load: async () => disk, save: async (state) => void (disk = state) },
    engine: createCedarEngine(new Set([localSet])),
    clocks: { now: clock.now, moment: () => ({ wallMs: clock.now() + aheadMs, uptimeMs: clock.now() }) },
  });

  return {
    async publish(policy, revision) {
      const archive = await buildBundle(await readPolicyContent(folder, policy), revision, signingKey);
      served = { archive, etag: `"${revision}"`, revision };
      published.set(revision, served);
    },
    async mislead(variant) {
      const content = await readPolicyContent(folder, 'forged');
      const good = await readPolicyContent(folder, 'good');
      const inForce = served?.revision ?? 1;
      const forged = { content, sound: good, revision: inForce + 1_000, served: inForce };
      const archive = await forge(variant, forged, await readServiceKeys());
      served = { archive, etag: `"${variant}"`, revision: undefined };
    },
    replay(revision) {
      const earlier = published.get(revision);
      served = earlier && { ...earlier, revision: undefined };
    },
    freeze: () => void (frozenAt = last),
    goDown: () => void (served = undefined),
    pass: clock.pass,
    setClock: (ms) => void (aheadMs = ms),
    asked: () => questions,
    async start() {
      const parts = seed(sound());
      const policy = createActivePolicy(parts, () => undefined);
      await policy.restore();
      return {
        revision: () => policy.revision(),
        unconfirmedMs: () => policy.unconfirmedMs(),
        async refresh(waitMs) {
          try {
            return (await policy.refresh(waitMs)).changed ? 'changed' : 'kept';
          } catch (error) {
            return error instanceof Error && 'code' in error ? String(error.code) : String(error);
          }
        },
        lists: (person) =>
          parts.engine.decide(localSet, {
            subject: subjectOf(person),
            action: 'invoice:list',
            resource: { type: 'Ledger', id: 'main', properties: {} },
            context: {},
          }).outcome,
      };
    },
  };
}
