import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, control } from './ask.ts';
import { changedContract } from './patient-contract.ts';
import { startRelay, type Relay } from './relay.ts';
import { startService, until, type Service } from './world.ts';

/** One replica after another on the same disk, with nothing around it but the bundle service. */
export interface PolicyWorld {
  readonly bundleService: Service;
  /** The replica's way there. */
  readonly relay: Relay;
  /** Folder that outlives the replica's process. */
  readonly state: string;
  /** Starts the replica; it listens, and is ready when it is. */
  start(env?: Readonly<Record<string, string>>): Promise<Service>;
  /** Publishes a policy, or takes back to the content of a revision. @returns the new revision */
  publish(policy: string): Promise<number>;
  rollback(to: number): Promise<number>;
  /** Ends everything. */
  stop(): Promise<void>;
}

/** @param times of the contract's policy part, and what else is changed in the contract */
export async function policyWorld(
  policy: string,
  changes: Parameters<typeof changedContract>[0] = [],
): Promise<PolicyWorld> {
  const contract = await changedContract([
    [/(?<=policy:\n)(?: .*\n)+?(?= {2}onExpired)/, policy],
    ['timeout: 250ms', 'timeout: 1s'],
    ['budget: 500ms', 'budget: 3s'],
    [/bound: \d+s/, 'bound: 5m'],
    [/objective: \d+s/, 'objective: 2m'],
    ...changes,
  ]);
  const state = await mkdtemp(join(tmpdir(), 'ledger-state-'));
  const bundleService = await startService('bundle-service', { LEDGER_CONTRACT: contract.file });
  const relay = await startRelay(bundleService.url);
  const replicas: Service[] = [];

  async function change(path: string, what: object): Promise<number> {
    const order = { ...what, by: 'authz-drill', approvedBy: 'security', reason: 'a test' };
    const response = await control(bundleService, 'POST', `/control/${path}`, order);
    const said = (await response.json()) as { readonly revision?: number };
    if (said.revision === undefined) throw new Error(`not changed: ${JSON.stringify(said)}`);
    return said.revision;
  }

  return {
    bundleService,
    relay,
    state,
    async start(env = {}) {
      const nowhere = 'http://127.0.0.1:9';
      const replica = await startService('app', {
        LEDGER_REPLICA: 'r0',
        LEDGER_CONTRACT: contract.file,
        LEDGER_STATE: state,
        BUNDLE_SERVICE_URL: relay.url,
        POLICY_SERVICE_URL: nowhere,
        CONTEXT_SERVICE_URL: nowhere,
        DECISION_LOG_URL: nowhere,
        ...env,
      });
      replicas.push(replica);
      return replica;
    },
    publish: (name) => change('publications', { policy: name }),
    rollback: (to) => change('rollbacks', { to }),
    async stop() {
      await Promise.all(replicas.map(({ child }) => child.stop()));
      await relay.close();
      await bundleService.child.stop();
      await Promise.all([contract.remove(), rm(state, { recursive: true })]);
    },
  };
}

/** What is decided in the process, and by which revision: `200 local 1`. */
export async function decided(replica: Service): Promise<string> {
  const { status, mode, revision } = await ask(replica, 'alice', 'invoice:list', 'ledger/main');
  return `${status} ${mode} ${revision}`;
}

/** Waits until the replica decides so. */
export async function untilDecided(replica: Service, as: string): Promise<void> {
  await until(async () => (await decided(replica)) === as);
}

/** Waits until the replica says so in its diagnostics. */
export async function untilSaid(replica: Service, ...words: readonly string[]): Promise<void> {
  await until(() => says(replica, ...words));
}

/** Whether some line of the replica's diagnostics has all these words. */
export function says({ child }: Service, ...words: readonly string[]): boolean {
  return child
    .stderr()
    .split('\n')
    .some((line) => words.every((word) => line.includes(word)));
}
