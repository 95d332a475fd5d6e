import { fixturePath } from '../service/fixtures.ts';
import { startChild, type Child } from './child.ts';
import { startRelay, type Relay } from './relay.ts';

/** A running process of the reference application. */
export interface Service {
  readonly child: Child;
  readonly url: string;
  readonly controlUrl: string;
}

/** The services that the application depends on. */
export interface Services {
  readonly policyService: Service;
  readonly bundleService: Service;
  readonly contextService: Service;
  readonly logSink: Service;
  stop(): Promise<void>;
}

/** One replica, with a relay of its own to everything it depends on. */
export interface Replica extends Service {
  readonly relays: Readonly<Record<'policyService' | 'bundleService' | 'contextService' | 'logSink', Relay>>;
  stop(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const [bundleService, contextService, logSink] = await Promise.all([
    startService('bundle-service'),
    startService('context-service'),
    startService('log-sink'),
  ]);
  const policyService = await startService('policy-service', { BUNDLE_SERVICE_URL: bundleService.url });
  await until(async () => (await fetch(`${policyService.url}/readyz`)).status === 200);
  return {
    policyService,
    bundleService,
    contextService,
    logSink,
    async stop() {
      await Promise.all(
        [policyService, logSink, contextService, bundleService].map(({ child }) => child.stop()),
      );
    },
  };
}

/** Starts a replica; ready means that it has a policy. */
export async function startReplica(
  services: Services,
  env: Readonly<Record<string, string>> = {},
): Promise<Replica> {
  const { policyService, bundleService, contextService, logSink } = services;
  const relays = {
    policyService: await startRelay(policyService.url),
    bundleService: await startRelay(bundleService.url),
    contextService: await startRelay(contextService.url),
    logSink: await startRelay(logSink.url),
  };
  const service = await startService('app', {
    LEDGER_REPLICA: 'r0',
    POLICY_SERVICE_URL: relays.policyService.url,
    BUNDLE_SERVICE_URL: relays.bundleService.url,
    CONTEXT_SERVICE_URL: relays.contextService.url,
    DECISION_LOG_URL: relays.logSink.url,
    ...env,
  });
  await until(async () => (await fetch(`${service.url}/readyz`)).status === 200);
  return {
    ...service,
    relays,
    async stop() {
      await service.child.stop();
      await Promise.all(Object.values(relays).map((relay) => relay.close()));
    },
  };
}

/** @throws Error when it says that it cannot start */
export async function startService(
  entry: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Service> {
  const child = await startChild(entry, { LEDGER_CONTRACT: fixturePath('contract.yaml'), ...env });
  if (!child.line.ready) throw new Error(`${entry} did not start: ${child.line.error}`);
  return { child, url: child.line.url, controlUrl: child.line.controlUrl ?? '' };
}

/** Waits for a condition; the test's own time limit is the only one. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
