import type { ActionDeclaration, Contract, Fallback } from '../../contract/contract.ts';
import type { Parts } from '../app/decide/parts.ts';
import { believe, type HttpAnswer, type RemoteAnswer } from '../app/decide/policy-service.ts';
import type { Connections } from '../app/connections.ts';
import { createDecisionCache } from '../app/decide/decision-cache.ts';
import { createInputs, type SourceAnswer } from '../app/decide/inputs.ts';
import type { DecisionRecord } from '../app/log/decision-log.ts';
import { redact } from '../app/redact.ts';
import type { PolicyAnswer } from '../engine/engine.ts';
import { createTestClock, type TestClock } from './clock.ts';

/** What the outside of a decision says next; a test changes it as it goes. */
export interface Outside {
  local: PolicyAnswer;
  coarse: PolicyAnswer;
  remote: RemoteAnswer;
  /** What comes over HTTP where a defect asks the policy service in its own way. */
  http: Partial<HttpAnswer> | Error;
  credential: string;
  risk: SourceAnswer | Error;
  revision: number;
  expired: boolean;
  /** Who was asked, in order. */
  asked: string[];
  logged: DecisionRecord[];
  clock: TestClock;
}

export const allowed: PolicyAnswer = { outcome: 'allow', reason: 'permitted' };
export const denied: PolicyAnswer = { outcome: 'deny', reason: 'no policy permits it' };
export const down: RemoteAnswer = { kind: 'unavailable', timedOut: false, reason: 'refused' };
export const silent: RemoteAnswer = { kind: 'unavailable', timedOut: true, reason: 'no answer in time' };
export const remotely = (outcome: 'allow' | 'deny', revision = 1): RemoteAnswer => ({
  kind: 'answer',
  outcome,
  revision,
  reason: 'said so',
});

/** A believable deny. */
const deniedOverHttp = {
  status: 200,
  contentType: 'application/json',
  location: undefined,
  body: '{"decision":false,"context":{"policyRevision":1,"reason":"said so"}}',
};

/** Real parts wherever they need nothing outside the process, on a clock that stands still. */
export function sampleParts(contract: Contract = sampleContract()): {
  parts: Parts;
  connections: Connections;
  outside: Outside;
} {
  const clock = createTestClock();
  const outside: Outside = {
    local: allowed,
    coarse: allowed,
    remote: remotely('allow'),
    http: {},
    credential: 'credential 1',
    risk: { kind: 'value', value: 'low', ageMs: 0 },
    revision: 1,
    expired: false,
    asked: [],
    logged: [],
    clock,
  };
  const risk = {
    async read() {
      outside.asked.push('risk-service');
      if (outside.risk instanceof Error) throw outside.risk;
      return outside.risk;
    },
  };
  const sources = new Map([['risk-service', risk]]);
  const transport: Connections['policyService']['transport'] = {
    async send({ id, token }) {
      outside.asked.push(`policy-service by ${token}`);
      if (outside.http instanceof Error) throw outside.http;
      return { ...deniedOverHttp, requestId: id, ...outside.http };
    },
  };
  const credential = {
    current: async () => outside.credential,
    refused: () => void (outside.credential = 'a new credential'),
  };
  const logSink = {
    async send() {
      outside.asked.push('log-sink');
    },
  };
  const parts: Parts = {
    contract,
    embedded: {
      revision: () => outside.revision,
      expired: () => outside.expired,
      ask(set) {
        outside.asked.push(set);
        return set === 'local' ? outside.local : outside.coarse;
      },
    },
    policyNeeded: () => undefined,
    policyService: {
      async ask() {
        outside.asked.push('policy-service');
        return outside.remote;
      },
    },
    inputs: createInputs(sources, clock.now),
    cache: createDecisionCache(clock.now),
    log: { append: (record) => void outside.logged.push(record), accepting: () => true },
    redact,
  };
  const policyService = { transport, credential, timeoutMs: 250, believe };
  const connections = { replica: 'r0', policyService, sources, logSink };
  return { parts, connections, outside };
}

function remote(whenUnavailable: Fallback): ActionDeclaration {
  return { risk: 'low', decide: 'remote', uses: ['subject.roles'], whenUnavailable };
}

/** A contract with an action of every kind, named after what it does. */
export function sampleContract(onExpired: Contract['policy']['onExpired'] = 'deny'): Contract {
  const input = { onStale: 'deny', onMissing: 'deny' } as const;
  return {
    service: 'sample',
    owner: { team: 't', contact: 'c', approvers: [], breakGlass: [] },
    policy: {
      distribution: 'signed-bundle',
      pollEveryMs: 1_000,
      longPollMs: null,
      maxAgeMs: 10_000,
      onExpired,
      rollback: { objectiveMs: 5_000 },
    },
    inputs: {
      'subject.roles': { from: 'token', local: true, type: null, maxAgeMs: null, timeoutMs: null, ...input },
      'context.risk': {
        from: 'risk-service',
        local: false,
        type: 'text',
        maxAgeMs: 2_000,
        timeoutMs: 200,
        ...input,
      },
    },
    policyService: {
      timeoutMs: 250,
      attempts: 1,
      credential: { kind: 'workload-token', lifetimeMs: 900_000 },
    },
    revocation: { boundMs: 5_000 },
    decisionLog: { records: ['input', 'outcome'], whenSinkDown: 'buffer', maxLoss: 0 },
    budgetMs: 500,
    normalWithinMs: 2_000,
    obligations: { redact: { hide: ['/rows/*/iban'] } },
    actions: {
      local: { risk: 'low', decide: 'local', uses: ['subject.roles'], whenUnavailable: null },
      deny: remote({ mode: 'deny' }),
      cache: remote({ mode: 'cache', maxAgeMs: 3_000, onMiss: 'deny' }),
      degrade: remote({ mode: 'degrade', policy: 'coarse', obligations: ['redact'] }),
      hybrid: {
        risk: 'high',
        decide: 'hybrid',
        uses: ['subject.roles', 'context.risk'],
        whenUnavailable: { mode: 'deny' },
      },
    },
  };
}
