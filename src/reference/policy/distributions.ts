import { verifyBundle } from '../bundle/verify.ts';
import { readBundleKeys } from '../service/fixtures.ts';
import { createBundleClient, type BundleClient } from './bundle-client.ts';
import { confirmByAnswer, confirmBySignature } from './confirm.ts';
import { createFileClient } from './file-client.ts';
import { momentNow } from './policy-age.ts';
import type { PolicyClocks, PolicyLoader, PolicyParts } from './policy-parts.ts';
import { ruleOnRevision } from './revision-rule.ts';
import { forgetfulStore, openStateStore } from './state-store.ts';
import { readUnsigned } from './unsigned-policy.ts';

/** What every process that has a policy brings. */
interface Bearer<Engine> {
  /** What decides by it. */
  readonly engine: Engine;
  /** Folder that outlives the process; undefined where nothing does. */
  readonly stateFolder: string | undefined;
}

const clocks: PolicyClocks = { now: () => performance.now(), moment: momentNow };

/** Signed bundles of a bundle service, which also signs that they are current. @param timeoutMs for one answer */
export async function signedBundleParts<Engine extends PolicyLoader>(
  url: string,
  timeoutMs: number,
  bearer: Bearer<Engine>,
): Promise<PolicyParts<Engine>> {
  const keys = await readBundleKeys();
  const client = createBundleClient(new URL('/bundles/ledger', url), timeoutMs);
  return {
    ...common(client, bearer),
    verify: (archive) => verifyBundle(archive, keys),
    confirm: confirmBySignature(keys),
  };
}

/** The signed bundle that comes with a release. Its age is that of the release, and nobody is asked for it. */
export async function releaseParts<Engine extends PolicyLoader>(
  file: string,
  bearer: Bearer<Engine>,
): Promise<PolicyParts<Engine>> {
  const keys = await readBundleKeys();
  return {
    ...common(createFileClient(file), bearer),
    verify: (archive) => verifyBundle(archive, keys),
    confirm: confirmByAnswer,
  };
}

/** Unsigned policies, fetched from a service that is believed for being asked. @param timeoutMs for one answer */
export function fetchedPolicyParts<Engine extends PolicyLoader>(
  url: string,
  timeoutMs: number,
  bearer: Bearer<Engine>,
): PolicyParts<Engine> {
  const client = createBundleClient(new URL('/policies/ledger', url), timeoutMs);
  return { ...common(client, bearer), verify: readUnsigned, confirm: confirmByAnswer };
}

function common<Engine extends PolicyLoader>(
  client: BundleClient,
  { engine, stateFolder }: Bearer<Engine>,
): Omit<PolicyParts<Engine>, 'verify' | 'confirm'> {
  const store = stateFolder === undefined ? forgetfulStore : openStateStore(stateFolder);
  return { client, ruleOnRevision, store, engine, clocks };
}
