import { z } from 'zod';
import type { Environment } from '../environment/environment.ts';
import type { Dependency, FaultSpec } from '../model/fault.ts';
import { affectedPaths } from './affected-paths.ts';
import type { CanaryQuestion } from './canary-question.ts';
import { controlCall } from './control-call.ts';
import type { InjectedFault } from './fault.ts';
import { FaultError, reasonOf } from './fault-error.ts';
import { leaseClock } from './lease-clock.ts';
import type { InjectedPart } from './part.ts';
import { injectParts } from './part.ts';

/** What a stand-in service is told to do on its data port instead of its work. */
export interface Behaviour {
  readonly kind: string;
  readonly [parameter: string]: unknown;
}

const behaviourAnswer = z.object({ kind: z.string() });

/** A fault that a service itself does. */
type ServiceFault = Extract<FaultSpec, { on: Dependency }>;

/**
 * Makes the service itself misbehave, as a lease. It does so towards everybody, so a fault of this kind cannot
 * be narrowed to one replica.
 * @param ask what canaries must ask to meet it, where the usual question would not; asked for before anything is broken
 * @throws FaultError `unsupported` or `not-injected`
 */
export async function injectBehaviour(
  spec: ServiceFault,
  environment: Environment,
  behaviour: Behaviour,
  leaseMs: number,
  ask?: () => Promise<CanaryQuestion>,
): Promise<InjectedFault> {
  if (spec.replica !== undefined) {
    throw new FaultError('unsupported', `${spec.type} is the service's own and holds for every replica`);
  }
  const paths = affectedPaths(spec, environment).map(({ name }) => name);
  const { controlUrl } = environment.services[spec.on];
  const question = await ask?.().catch((thrown: unknown) => {
    throw new FaultError('not-injected', `there is nothing to prove it by: ${reasonOf(thrown)}`, thrown);
  });
  return injectParts(paths, [set(spec, controlUrl, behaviour, leaseMs)], question);
}

async function set(
  spec: ServiceFault,
  controlUrl: string,
  behaviour: Behaviour,
  leaseMs: number,
): Promise<InjectedPart> {
  const url = `${controlUrl}/control/behaviour`;
  const current = await kindAt(url);
  if (current !== 'normal') throw new Error(`${spec.on} misbehaves already: ${current}`);
  const lease = leaseClock(leaseMs, () => performance.now());
  const put = async (): Promise<void> => {
    await controlCall('PUT', url, { ...behaviour, ttlMs: leaseMs });
  };
  await lease.renewed(put);
  return {
    what: `${behaviour.kind} behaviour of ${spec.on}`,
    renew: async () => {
      // To set it again after its lease ran out would hide that the service was sound meanwhile.
      if ((await kindAt(url)) !== behaviour.kind) throw new Error('its lease ran out');
      if (!(await lease.renewed(put))) throw new Error('its lease may have run out before it was renewed');
    },
    heal: async () => {
      await controlCall('DELETE', url);
      const left = await kindAt(url);
      if (left !== 'normal') throw new Error(`it still misbehaves: ${left}`);
    },
  };
}

async function kindAt(url: string): Promise<string> {
  const { kind } = behaviourAnswer.parse(JSON.parse(await controlCall('GET', url)));
  return kind;
}
