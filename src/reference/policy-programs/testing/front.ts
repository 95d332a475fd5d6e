import { readdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { createWorkloadCredential } from '../../app/clients/workload-credential.ts';
import { readKey } from '../../service/fixtures.ts';
import { startChild, type Child } from '../../testing/child.ts';
import { realProgram } from '../../testing/policy-programs.ts';
import { startService, type Service } from '../../testing/world.ts';
import { knownPrograms, type ProgramName } from '../known-programs.ts';

/** Starts the front with the real program behind it. @throws Error where there is no such program, or it does not start */
export function startFront(name: ProgramName, bundleServiceUrl: string): Promise<Service> {
  return startService('policy-programs', frontEnv(name, bundleServiceUrl, realProgram(name)));
}

/** Starts the front with another program behind it. */
export function startFrontOf(name: ProgramName, program: string, bundleServiceUrl: string): Promise<Child> {
  return startChild('policy-programs', frontEnv(name, bundleServiceUrl, program));
}

function frontEnv(name: ProgramName, bundleServiceUrl: string, program: string): Record<string, string> {
  return {
    BUNDLE_SERVICE_URL: bundleServiceUrl,
    POLICY_PROGRAM: name,
    [knownPrograms[name].variable]: program,
  };
}

export const alice = {
  type: 'User',
  id: 'alice',
  properties: { roles: ['approver', 'finance'], department: 'finance' },
};
export const mallory = {
  type: 'User',
  id: 'mallory',
  properties: { roles: ['contractor', 'approver'], department: 'external' },
};
const payment = { type: 'Payment', id: 'p-1', properties: { department: 'finance', requestedBy: 'bob' } };

/** May this person approve the payment? */
export function approval(subject: object): object {
  return { subject, action: { name: 'payment:approve' }, resource: payment, context: { risk: 'low' } };
}

/** What is answered to a question of the application. */
export interface Said {
  readonly status: number;
  /** The request id that came back. */
  readonly id: string | null;
  readonly said: unknown;
}

/** Asks a front as the application would. */
export async function askFront(
  front: Service,
  body: object,
  { path = '/access/v1/evaluation', token = '', id = 'request-1' } = {},
): Promise<Said> {
  const answer = await fetch(`${front.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token === '' ? await workloadToken() : token}`,
      'x-request-id': id,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return {
    status: answer.status,
    id: answer.headers.get('x-request-id'),
    said: isJson ? JSON.parse(text) : text,
  };
}

async function workloadToken(): Promise<string> {
  const key = await readKey('workload.private');
  return (await createWorkloadCredential({ key, replica: 'r0', lifetimeMs: 600_000 })).current();
}

/** How a decision is answered. */
export function decided(decision: boolean, policyRevision: number, reason: string): object {
  return { status: 200, said: { decision, context: { policyRevision, reason } } };
}

/** Who changes policies, and who agrees. */
export const order = { by: 'authz-drill', approvedBy: 'payments-iam', reason: 'test' };

/** Asks a control port. */
export function control(of: Service, path: string, method: string, body?: object): Promise<Response> {
  return fetch(`${of.controlUrl}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const statusBoard = z.object({
  instances: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      bundles: z
        .record(
          z.string(),
          z.object({
            active_revision: z.string().optional(),
            code: z.string().optional(),
            message: z.string().optional(),
          }),
        )
        .optional(),
    }),
  ),
});

/** What the policy service has told the bundle service of itself. */
export interface Reported {
  readonly revision: string | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** @throws Error where the bundle service answers otherwise than it should */
export async function reported(bundleService: Service): Promise<Reported> {
  const { instances } = statusBoard.parse(await (await control(bundleService, 'status', 'GET')).json());
  // A program that chooses its own id is known by a label of its own.
  const own = instances.find(({ labels }) => Object.values(labels).includes('policy-service'));
  const { active_revision: revision, code, message } = own?.bundles?.['ledger'] ?? {};
  return { revision, code, message };
}

/** The process of the program behind a front. @throws Error where it names none */
export function programOf({ child: { line } }: Service): number {
  const [program] = line.ready ? line.helpers : [];
  if (program === undefined) throw new Error('it names no program');
  return program.pid;
}

/** Whether there is something at this path. */
export async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Whether every thread of a process has come to a stop. */
export function standsStill(pid: number): boolean {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.every((thread) =>
    /^State:\tT/m.test(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')),
  );
}

/** Whether a process still runs; one that is dead and not yet buried has no command line. */
export function runs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
