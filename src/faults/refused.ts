import type { FaultProxyHandle } from '../environment/environment.ts';
import type { FaultSpec } from '../model/fault.ts';
import { affectedPaths } from './affected-paths.ts';
import type { FaultedPath } from './affected-paths.ts';
import type { Fault } from './fault.ts';
import type { InjectedPart } from './part.ts';
import { injectParts } from './part.ts';
import { switchOf } from './path-switch.ts';

/** New connections are refused and open ones closed: the proxy stops listening. */
export const refused: Fault<Extract<FaultSpec, { type: 'refused' }>> = {
  type: 'refused',
  effect: () => ({ kind: 'out' }),
  inject: async (spec, environment, leaseMs) => {
    const paths = affectedPaths(spec, environment);
    return injectParts(
      paths.map(({ name }) => name),
      paths.map((path) => turnOff(environment.faultProxy, path, leaseMs)),
    );
  },
  shows: (_spec, { symptom }) => symptom === 'ECONNREFUSED',
};

async function turnOff(
  faultProxy: FaultProxyHandle,
  path: FaultedPath,
  leaseMs: number,
): Promise<InjectedPart> {
  const way = await switchOf(faultProxy, path, leaseMs);
  await way.off();
  return {
    what: `${path.name} turned off`,
    inProxy: { path: path.name },
    renew: () => way.stillOff(),
    heal: () => way.on(),
  };
}
