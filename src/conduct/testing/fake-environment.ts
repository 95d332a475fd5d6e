import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { decodeJwt } from 'jose';
import { Toxiproxy } from 'toxiproxy-node-client';
import type {
  DecisionRecord,
  Environment,
  FeedPage,
  ProcessControl,
  ProcessExit,
} from '../../environment/environment.ts';
import type { Fault } from '../../faults/fault.ts';
import type { CanaryEvent } from '../../model/event.ts';
import { dependencies } from '../../model/fault.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Instruments } from '../stage.ts';

/** Whose name is under every change of the policy. */
const signed = { by: 'authz-drill', approvedBy: 'security' };

/** An application over a real socket with everything around it made up, so that a test can make it fail. */
export interface FakeWorld {
  readonly startEnvironment: (plan: Plan) => Promise<Environment>;
  readonly instruments: Instruments;
  /** Everything done to the world, in order: `inject outage/1`, `heal …`, `publish bad`, `stop`. */
  readonly deeds: readonly string[];
  /** What goes wrong from now on. */
  readonly faulty: {
    inject?: Error;
    renew?: Error;
    heal?: Error;
    /** A fault is in place and no canary sees it. */
    invisible?: boolean;
    publish?: Error;
    /** Not where the glass is broken. */
    rollback?: Error;
    /** Policies come with the release. */
    byRestart?: boolean;
    /** Nothing can be done to a process. */
    processes?: Error;
    /** Nobody has a hold on the processes. */
    uncontrolled?: boolean;
    log?: Error;
    /** The fault proxy has an event feed, and says nothing. */
    silentFeed?: boolean;
    /** Decisions are not logged. */
    unlogged?: boolean;
    /** What the application answers alice, whatever the policy says. */
    aliceGets?: number;
    /** Symptom of every canary, whatever is injected. */
    canary?: string;
  };
  /** Ends a process that nobody asked to end. */
  crash(exit: ProcessExit): void;
}

export function fakeWorld(): FakeWorld {
  const deeds: string[] = [];
  const faulty: FakeWorld['faulty'] = {};
  const exit = Promise.withResolvers<ProcessExit>();
  const records: DecisionRecord[] = [];
  const broken = new Set<string>();
  let policy = 'good';
  let revision = 1;

  function decide(request: IncomingMessage, response: ServerResponse, replica: string): void {
    const { sub = '' } = decodeJwt((request.headers.authorization ?? '').slice('Bearer '.length));
    const mode = broken.has(`${replica}.policy-service`) ? 'deny' : 'remote';
    const allowed = mode === 'remote' && (sub === 'alice' ? policy !== 'bad-deny' : policy === 'bad-allow');
    const status = sub === 'alice' ? (faulty.aliceGets ?? (allowed ? 200 : 403)) : allowed ? 200 : 403;
    if (status >= 500) {
      response.writeHead(status).end();
      return;
    }
    const decisionId = crypto.randomUUID();
    response.writeHead(status, {
      'authz-decision-id': decisionId,
      'authz-mode': mode,
      'authz-policy-revision': String(revision),
    });
    response.end();
    if (faulty.unlogged === true) return;
    records.push({
      decisionId,
      replica,
      subject: sub,
      action: 'payment:approve',
      resource: 'payment/p-1',
      inputs: {},
      outcome: status === 200 ? 'allow' : 'deny',
      mode,
      policyRevision: revision,
    });
  }

  async function toProcess(deed: string): Promise<void> {
    deeds.push(deed);
    if (faulty.processes !== undefined) throw faulty.processes;
  }

  const processControl: ProcessControl = {
    end: async (name, signal) => {
      await toProcess(`end ${name} by ${signal}`);
      return { name, pid: 4_000_001, code: null, signal };
    },
    start: async (name) => {
      await toProcess(`start ${name}`);
      return { name, pid: 4_000_002 };
    },
    pause: (name) => toProcess(`pause ${name}`),
    resume: (name) => toProcess(`resume ${name}`),
    skewClock: (name, skewMs) => toProcess(`set the clock of ${name} ${skewMs} ms off`),
  };

  async function startEnvironment(plan: Plan): Promise<Environment> {
    const replicas = await Promise.all(
      plan.replicas.map(async (name) => {
        const server = createServer((request, response) => decide(request, response, name));
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        const address = server.address();
        return { name, server, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
      }),
    );
    return {
      replicas,
      paths: plan.replicas.flatMap((consumer) =>
        dependencies.map((dependency) => ({
          name: `${consumer}.${dependency}`,
          consumer,
          dependency,
          proxiedUrl: 'http://127.0.0.1:1',
        })),
      ),
      services: {
        'policy-service': nowhere,
        'bundle-service': nowhere,
        'context-service': nowhere,
        'log-sink': nowhere,
      },
      faultProxy: {
        client: new Toxiproxy('http://127.0.0.1:1'),
        capabilities: { leases: true, httpToxics: false },
        ...(faulty.silentFeed === true ? { readEvents: readNothing } : {}),
      },
      processes: [{ name: 'r0', pid: 4_000_001 }],
      ...(faulty.uncontrolled === true ? {} : { processControl }),
      unexpectedExit: exit.promise,
      policies: {
        publish: async (name) => {
          deeds.push(`publish ${name}`);
          if (faulty.publish !== undefined) throw faulty.publish;
          policy = name;
          return { revision: ++revision, policy, ...signed };
        },
        rollback: async (to, { breakGlass }) => {
          deeds.push(`rollback to ${to}${breakGlass ? ' through the glass' : ''}`);
          if (faulty.rollback !== undefined && !breakGlass) throw faulty.rollback;
          policy = 'good';
          const by = breakGlass ? { by: 'on-call', approvedBy: null } : signed;
          return { revision: ++revision, policy, ...by };
        },
        byRestart: faulty.byRestart ?? false,
      },
      readLog: async (after, waitMs, signal) => {
        if (faulty.log !== undefined) throw faulty.log;
        if (records.length === after) await tick(Math.min(waitMs, 10), signal);
        return { records: records.slice(after), next: records.length };
      },
      stop: async () => {
        deeds.push('stop');
        await Promise.all(
          replicas.map(async ({ server }) => {
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
          }),
        );
        return [{ step: 'stop r0', ok: true }];
      },
    };
  }

  const fault: Fault = {
    type: 'refused',
    effect: () => ({ kind: 'out' }),
    inject: async (spec, environment) => {
      deeds.push(`inject ${spec.on}`);
      if (faulty.inject !== undefined) throw faulty.inject;
      const paths = environment.paths
        .filter(({ dependency }) => dependency === spec.on)
        .map(({ name }) => name);
      if (faulty.invisible !== true) for (const path of paths) broken.add(path);
      return {
        paths,
        inProxy: paths.map((path) => ({ path })),
        renew: async () => {
          if (faulty.renew !== undefined) throw faulty.renew;
        },
        heal: async () => {
          deeds.push(`heal ${spec.on}`);
          if (faulty.heal !== undefined) throw faulty.heal;
          for (const path of paths) broken.delete(path);
        },
      };
    },
    shows: (_spec, { symptom }) => symptom === 'ECONNREFUSED',
  };

  return {
    startEnvironment,
    deeds,
    faulty,
    crash: exit.resolve,
    instruments: {
      faultFor: () => fault,
      showsHealed: (_spec, { symptom }) => symptom === 'ok',
      sendCanary: async ({ name, dependency }, _timeoutMs, now): Promise<CanaryEvent> => {
        const sent = now();
        const symptom = faulty.canary ?? (broken.has(name) ? 'ECONNREFUSED' : 'ok');
        return { type: 'canary', path: name, dependency, sent, received: now(), symptom };
      },
      watchStarvation: () => ({ sees: 'processes', follow: () => {}, stop: () => {} }),
    },
  };
}

const nowhere = { url: 'http://127.0.0.1:1', controlUrl: 'http://127.0.0.1:1' };

async function readNothing(after: number, waitMs: number, signal: AbortSignal): Promise<FeedPage> {
  if (waitMs > 0) await tick(waitMs, signal);
  return { events: [], next: after, oldest: 1 };
}

async function tick(ms: number, signal: AbortSignal): Promise<void> {
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, ms);
  signal.addEventListener('abort', () => over.reject(signal.reason), { once: true });
  try {
    await over.promise;
  } finally {
    clearTimeout(timer);
  }
}
