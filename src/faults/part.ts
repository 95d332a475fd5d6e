import type { CanaryQuestion } from './canary-question.ts';
import type { InjectedFault, InProxy } from './fault.ts';
import { FaultError, reasonOf } from './fault-error.ts';

/** One thing that a fault has put in place: a toxic on one proxy, a behaviour of one service. */
export interface InjectedPart {
  /** For a reader: `timeout toxic on r0.policy-service`. */
  readonly what: string;
  /** Present where it is the fault proxy that holds it. */
  readonly inProxy?: InProxy;
  renew(): Promise<void>;
  /** Takes it away and proves it gone. Not called again once it has succeeded. */
  heal(): Promise<void>;
}

/**
 * Puts all parts of a fault in place, or none: where one fails, those that did not are taken away again.
 * @param question what canaries must ask to meet it, where the usual question would not
 * @throws FaultError `not-injected`
 */
export async function injectParts(
  paths: readonly string[],
  injections: readonly Promise<InjectedPart>[],
  question?: CanaryQuestion,
): Promise<InjectedFault> {
  const settled = await Promise.allSettled(injections);
  const parts = settled.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
  const failures = settled.filter((one) => one.status === 'rejected').map(({ reason }) => reasonOf(reason));
  if (failures.length > 0) {
    failures.push(...(await failuresOf(parts, (part) => part.heal())));
    throw new FaultError('not-injected', failures.join('; '));
  }
  return { ...bundle(paths, parts), ...(question === undefined ? {} : { question }) };
}

function bundle(paths: readonly string[], parts: readonly InjectedPart[]): InjectedFault {
  const left = new Set(parts);
  let healing = false;
  let renewal: Promise<void> = Promise.resolve();
  const renewParts = async (): Promise<void> => {
    const lost = await failuresOf(parts, (part) => part.renew());
    if (lost.length > 0) throw new FaultError('lease-lost', lost.join('; '));
  };
  return {
    paths,
    inProxy: parts.flatMap(({ inProxy }) => inProxy ?? []),
    renew: () => {
      if (healing) return Promise.reject(new FaultError('lease-lost', 'it is being healed'));
      renewal = renewParts();
      return renewal;
    },
    heal: async () => {
      healing = true;
      // A renewal under way would put back what is taken away here. Its own failure is told to whoever asked for it.
      await renewal.catch(() => undefined);
      // Every part is tried, whatever becomes of the others: one that is stuck must not keep the rest broken.
      const stuck = await failuresOf([...left], async (part) => {
        await part.heal();
        left.delete(part);
      });
      if (stuck.length > 0) throw new FaultError('not-healed', stuck.join('; '));
    },
  };
}

async function failuresOf(
  parts: readonly InjectedPart[],
  act: (part: InjectedPart) => Promise<void>,
): Promise<string[]> {
  const settled = await Promise.allSettled(parts.map(act));
  return settled.flatMap((one, index) =>
    one.status === 'rejected' ? [`${parts[index]?.what}: ${reasonOf(one.reason)}`] : [],
  );
}
