import type { BundleKeys } from '../bundle/bundle-keys.ts';
import { verifyToken } from '../bundle/token.ts';
import { control } from './ask.ts';
import { until, type Service } from './world.ts';

/** What the bundle service answered. */
export interface BundleAnswered {
  readonly status: number;
  readonly etag: string;
  readonly type: string | null;
  readonly body: Buffer;
  /** What the confirmation says, its signature verified. */
  readonly confirmation: unknown;
}

/** In whose name tests change the policy. */
export const order = { by: 'authz-drill', approvedBy: 'security', reason: 'test' };

/** Questions and orders to a running bundle service. */
export interface BundleQuestions {
  /** Asks for the bundle, ready to wait so many seconds. */
  ask(etag?: string, waitSeconds?: number): Promise<BundleAnswered>;
  /** Resolves once so many requests are held. */
  held(requests: number): Promise<void>;
  /** Posts to the control port. */
  post(path: string, body: unknown): Promise<{ readonly status: number; readonly said: unknown }>;
  publish(policy: string, more?: object): ReturnType<BundleQuestions['post']>;
  rollback(to: number, more?: object): ReturnType<BundleQuestions['post']>;
  /** Sets a behaviour for a minute. @returns the status */
  behave(behaviour: object): Promise<number>;
  behaveAgain(): Promise<void>;
  /** What the control port tells. */
  read(path: string): Promise<unknown>;
}

export function questionsTo(service: Service, keys: BundleKeys): BundleQuestions {
  const post: BundleQuestions['post'] = async (path, body) => {
    const response = await control(service, 'POST', path, body);
    return { status: response.status, said: await response.json() };
  };
  const read: BundleQuestions['read'] = async (path) => (await control(service, 'GET', path)).json();
  return {
    post,
    read,
    async ask(etag, waitSeconds) {
      const response = await fetch(`${service.url}/bundles/ledger`, {
        headers: {
          ...(etag === undefined ? {} : { 'if-none-match': etag }),
          ...(waitSeconds === undefined ? {} : { prefer: `modes=snapshot;wait=${waitSeconds}` }),
        },
      });
      const token = response.headers.get('authz-confirmation');
      return {
        status: response.status,
        etag: response.headers.get('etag') ?? '',
        type: response.headers.get('content-type'),
        body: Buffer.from(await response.arrayBuffer()),
        confirmation: token === null ? undefined : (await verifyToken(token, keys)).payload,
      };
    },
    held: (requests) =>
      until(async () => JSON.stringify(await read('/control/held')) === JSON.stringify({ held: requests })),
    publish: (policy, more = {}) => post('/control/publications', { policy, ...order, ...more }),
    rollback: (to, more = {}) => post('/control/rollbacks', { to, ...order, ...more }),
    behave: async (behaviour) =>
      (await control(service, 'PUT', '/control/behaviour', { ...behaviour, ttlMs: 60_000 })).status,
    async behaveAgain() {
      await control(service, 'DELETE', '/control/behaviour');
    },
  };
}
