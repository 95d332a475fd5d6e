import type { DecisionRecord } from '../app/log/decision-log.ts';
import { tokenFor, type Person } from './people.ts';
import type { Service } from './world.ts';

/** What the application answered. */
export interface Answered {
  readonly status: number;
  readonly mode: string | null;
  readonly revision: string | null;
  readonly reason: string | null;
  readonly ageMs: number | undefined;
  readonly decisionId: string | null;
  readonly body: unknown;
}

const requests: Readonly<Record<string, (id: string) => readonly [method: string, path: string]>> = {
  'invoice:list': () => ['GET', '/invoices'],
  'invoice:read': (id) => ['GET', `/invoices/${id}`],
  'report:export': (id) => ['POST', `/reports/${id}/export`],
  'payment:approve': (id) => ['POST', `/payments/${id}/approve`],
};

/** Asks the application as one of its people. */
export async function ask(app: Service, person: Person, action: string, resource: string): Promise<Answered> {
  const [method = 'GET', path = '/'] = requests[action]?.(resource.split('/')[1] ?? '') ?? [];
  const token = await tokenFor(person);
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
  };
}

/** Sends JSON to a service's control port. */
export function control(service: Service, method: string, path: string, body?: unknown): Promise<Response> {
  const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  return fetch(`${service.controlUrl}${path}`, { method, ...(body === undefined ? {} : json) });
}

/** Everything that the log sink holds. */
export async function logged(logSink: Service): Promise<readonly DecisionRecord[]> {
  const response = await control(logSink, 'GET', '/control/records?after=0');
  const page = (await response.json()) as { readonly records: readonly DecisionRecord[] };
  return page.records;
}
