import { fixturePath } from '../service/fixtures.ts';
import { startChild, type Child } from './child.ts';
import { tokenFor, type Person } from './people.ts';

/** The reference application with its services, without a fault proxy in between. */
export interface World {
  readonly policyService: Service;
  readonly bundleService: Service;
  readonly contextService: Service;
  readonly logSink: Service;
  readonly app: Service;
  stop(): Promise<void>;
}

export interface Service {
  readonly child: Child;
  readonly url: string;
  readonly controlUrl: string;
}

export interface WorldOptions {
  /** Replaces the path of the contract. */
  readonly contract?: string;
  readonly defect?: string;
  /** More variables for the application. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts everything and waits until the application is ready. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const [bundleService, contextService, logSink] = await Promise.all([
    startService('bundle-service'),
    startService('context-service'),
    startService('log-sink'),
  ]);
  const policyService = await startService('policy-service', { BUNDLE_SERVICE_URL: bundleService.url });
  const app = await startService('app', {
    LEDGER_REPLICA: 'r0',
    LEDGER_CONTRACT: options.contract ?? fixturePath('contract.yaml'),
    POLICY_SERVICE_URL: policyService.url,
    BUNDLE_SERVICE_URL: bundleService.url,
    CONTEXT_SERVICE_URL: contextService.url,
    DECISION_LOG_URL: logSink.url,
    ...(options.defect === undefined ? {} : { LEDGER_DEFECT: options.defect }),
    ...options.env,
  });
  await until(async () => (await fetch(`${app.url}/readyz`)).status === 200);
  await until(async () => (await fetch(`${policyService.url}/readyz`)).status === 200);
  const services = [app, policyService, logSink, contextService, bundleService];
  return {
    app,
    policyService,
    bundleService,
    contextService,
    logSink,
    async stop() {
      for (const { child } of services) await child.stop();
    },
  };
}

export async function startService(
  entry: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Service> {
  const child = await startChild(entry, env);
  if (!child.line.ready) throw new Error(`${entry} did not start: ${child.line.error}`);
  return { child, url: child.line.url, controlUrl: child.line.controlUrl ?? '' };
}

/** Waits for a condition; the test's own time limit is the only one. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What the application answered. */
export interface Answered {
  readonly status: number;
  readonly mode: string | null;
  readonly revision: string | null;
  readonly reason: string | null;
  readonly ageMs: number | undefined;
  readonly decisionId: string | null;
  readonly body: unknown;
  readonly tookMs: number;
}

const requests: Readonly<Record<string, (id: string) => [method: string, path: string]>> = {
  'invoice:list': () => ['GET', '/invoices'],
  'invoice:read': (id) => ['GET', `/invoices/${id}`],
  'report:export': (id) => ['POST', `/reports/${id}/export`],
  'payment:approve': (id) => ['POST', `/payments/${id}/approve`],
};

/** Asks the application as one of its people. */
export async function ask(app: Service, person: Person, action: string, resource: string): Promise<Answered> {
  const [method = 'GET', path = '/'] = requests[action]?.(resource.split('/')[1] ?? '') ?? [];
  const token = await tokenFor(person);
  const sent = performance.now();
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  const body: unknown = await response.json();
  const age = response.headers.get('authz-age-ms');
  return {
    status: response.status,
    mode: response.headers.get('authz-mode'),
    revision: response.headers.get('authz-policy-revision'),
    reason: response.headers.get('authz-reason'),
    ageMs: age === null ? undefined : Number(age),
    decisionId: response.headers.get('authz-decision-id'),
    body,
    tookMs: performance.now() - sent,
  };
}

/** Sends JSON to a control port. */
export async function control(
  service: Service,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  return fetch(`${service.controlUrl}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
}
