import type { FaultSite } from '../model/fault.ts';
import { exchange } from './canary-exchange.ts';
import type { CanaryRequest, Exchange } from './canary-exchange.ts';
import { readers } from './symptom.ts';
import type { Answer, ExchangeTimes, Symptom } from './symptom.ts';

/** What a canary asks, and how it reads a whole answer. */
export interface CanaryQuestion {
  /** Asks over a connection of its own, so that it meets what a new connection meets. Never rejects. */
  readonly ask: (origin: string, giveUp: AbortSignal) => Promise<Exchange>;
  /** Never rejects. */
  readonly read: (answer: Answer, times: ExchangeTimes) => Symptom | Promise<Symptom>;
}

/** The harmless request by which each shows whether it works. */
const usualRequests: Readonly<Record<FaultSite, CanaryRequest>> = {
  'policy-service': { method: 'GET', path: '/.well-known/authzen-configuration' },
  'bundle-service': { method: 'GET', path: '/bundles/ledger' },
  'context-service': { method: 'GET', path: '/v1/risk/canary' },
  'log-sink': { method: 'POST', path: '/logs', headers: { 'content-type': 'application/json' }, body: '[]' },
  app: { method: 'GET', path: '/healthz' },
};

/** A question by one plain request, its answer read as one of that site's. */
export function questionBy(
  site: FaultSite,
  request: CanaryRequest = usualRequests[site],
  read: CanaryQuestion['read'] = readers[site],
): CanaryQuestion {
  return { ask: (origin, giveUp) => exchange(origin, request, giveUp), read };
}

/** What a canary to this site sends unless a fault needs something else. */
export function usualRequest(site: FaultSite): CanaryRequest {
  return usualRequests[site];
}
