import type { FaultedPath } from '../faults/affected-paths.ts';
import { affectedPaths } from '../faults/affected-paths.ts';
import type { InjectedFault } from '../faults/fault.ts';
import type { CanaryEvent, FaultEvent } from '../model/event.ts';
import type { FaultEffect } from '../model/fault.ts';
import type { PlannedFault } from '../plan/plan.ts';
import type { Rotation } from '../probe/rotation.ts';
import { dependencyTimeoutMs } from './declared-timeouts.ts';
import { pause } from './pause.ts';
import type { Proof } from './proof.ts';
import { allOf, proveByCanaries } from './proof.ts';
import type { ProxyFeed } from './proxy-feed.ts';
import type { Stage } from './stage.ts';
import { messageOf } from './stop-run.ts';

/** Injects faults as leases, proves their edges, and knows at any moment which of them are left to heal. */
export interface FaultKeeper {
  /**
   * Requests, injects and proves a fault. Resolves with the time of the proof, or with undefined where it could
   * not be injected or proved; both are journalled.
   * @throws the signal's reason once it is aborted; the fault is then among those that are `left`
   */
  inject(fault: PlannedFault, signal: AbortSignal): Promise<number | undefined>;
  /**
   * Goes on with a fault of the phase before under the name of this one: nothing is touched, and the old one's window closes
   * once this one's effect is proved. One that was lost meanwhile is taken away and injected anew.
   */
  handOn(from: PlannedFault, to: PlannedFault, signal: AbortSignal): Promise<number | undefined>;
  /** Takes a fault away and proves it gone; false where either failed. Journals the request before it returns. */
  heal(fault: PlannedFault, signal: AbortSignal): Promise<boolean>;
  /** Planned faults that were requested and are not proved gone. */
  left(): readonly PlannedFault[];
  /** Whether a fault is, or may be, on a path now. */
  isFaulted(path: Pick<FaultedPath, 'name'>): boolean;
  /** How often faults came on or went off a path so far: the same number twice means nothing changed in between. */
  changesOf(path: Pick<FaultedPath, 'name'>): number;
}

/** One fault from its request on. */
interface Kept {
  /** Under whose name it is there now. */
  fault: PlannedFault;
  readonly effect: FaultEffect;
  readonly paths: readonly FaultedPath[];
  /** Replicas that it has set aside. */
  aside: readonly string[];
  readonly injection: Promise<InjectedFault>;
  readonly renewing: AbortController;
  /** Before the last renewal that succeeded was sent: its lease runs from then at the earliest. */
  renewedAt: number;
  /** It was not there all the time that it should have been. */
  lost: boolean;
  healRequested: boolean;
}

/**
 * @param rotation what a fault takes away is set aside in it from before it is injected until it is there again, which is
 * before that is proved
 */
export function keepFaults(
  stage: Stage,
  feed: Pick<ProxyFeed, 'prove' | 'watch'>,
  rotation: Rotation,
): FaultKeeper {
  const { plan, environment, journal, clock, timing, instruments, tell } = stage;
  const kept = new Map<string, Kept>();
  const changes = new Map<string, number>();

  function record(
    { fault, effect }: Pick<Kept, 'fault' | 'effect'>,
    edge: FaultEvent['edge'],
    proof?: string,
  ): number {
    const t = clock.now();
    const told = { fault: fault.id, spec: fault.spec, edge, ...(proof === undefined ? {} : { proof }) };
    journal.write({ type: 'fault', t, phase: fault.phase, effect, ...told });
    tell({ kind: 'fault', ...told });
    return t;
  }

  function countChange(paths: readonly FaultedPath[]): void {
    for (const { name } of paths) changes.set(name, (changes.get(name) ?? 0) + 1);
  }

  async function request(fault: PlannedFault, signal: AbortSignal): Promise<Kept | undefined> {
    const { spec } = fault;
    const { contract } = plan;
    const kind = instruments.faultFor(spec);
    const effect = kind.effect(spec, {
      timeoutMs: dependencyTimeoutMs(contract, spec.on),
      budgetMs: contract.budgetMs,
    });
    record({ fault, effect }, 'requested');
    // The request is on record, whatever becomes of this process, before anything is touched.
    await journal.flush();
    if (signal.aborted) {
      record({ fault, effect }, 'failed', 'the drill was stopped before it was injected');
      throw signal.reason;
    }
    try {
      const paths = affectedPaths(spec, environment);
      countChange(paths);
      const aside = effect.kind === 'taken-away' ? paths.map(({ consumer }) => consumer) : [];
      for (const replica of aside) rotation.setAside(replica);
      const renewedAt = clock.now();
      const injection = kind.inject(spec, environment, timing.leaseMs);
      const entry: Kept = {
        fault,
        effect,
        paths,
        aside,
        injection,
        renewing: new AbortController(),
        renewedAt,
        lost: false,
        healRequested: false,
      };
      kept.set(fault.id, entry);
      await injection;
      return entry;
    } catch (error) {
      record({ fault, effect }, 'failed', messageOf(error));
      // What failed to be injected has taken itself away again.
      forget(fault);
      return undefined;
    }
  }

  function putBack(entry: Kept): void {
    for (const replica of entry.aside) rotation.putBack(replica);
    entry.aside = [];
  }

  function forget({ id }: PlannedFault): void {
    const entry = kept.get(id);
    if (entry === undefined) return;
    countChange(entry.paths);
    putBack(entry);
    kept.delete(id);
  }

  async function renew(entry: Kept): Promise<void> {
    const injected = await entry.injection;
    const { signal } = entry.renewing;
    feed.watch(injected.inProxy, (why) => lose(entry, why), signal);
    try {
      for (;;) {
        await pause(timing.renewEveryMs, signal);
        const sentAt = clock.now();
        await injected.renew();
        entry.renewedAt = sentAt;
      }
    } catch (error) {
      if (!signal.aborted) lose(entry, messageOf(error));
    }
  }

  /** It does not hold any more, although it should: whoever noticed first tells it. */
  function lose(entry: Kept, why: string): void {
    entry.lost = true;
    entry.renewing.abort();
    record(entry, 'failed', why);
  }

  /** A stand-still of ours may have kept us from renewing it in time, and from hearing of that. */
  function mayHaveRunOut({ renewedAt }: Kept): boolean {
    return environment.faultProxy.capabilities.leases && clock.now() - renewedAt >= timing.leaseMs;
  }

  /** Both what the paths show and what the fault proxy says of itself, at the same time. */
  async function prove(
    { fault, paths, injection }: Kept,
    edge: 'effective' | 'healed',
    shows: (canary: CanaryEvent) => boolean,
    signal: AbortSignal,
  ): Promise<Proof> {
    const { inProxy, question } = await injection;
    return allOf(
      await Promise.all([
        proveByCanaries(stage, fault.spec, paths, question, shows, signal),
        feed.prove(inProxy, edge === 'effective', signal),
      ]),
    );
  }

  /** Proves the effect of what is in place, under its name of now. */
  async function proveEffective(entry: Kept, signal: AbortSignal): Promise<number | undefined> {
    const { spec } = entry.fault;
    const kind = instruments.faultFor(spec);
    const { proved, text } = await prove(entry, 'effective', (canary) => kind.shows(spec, canary), signal);
    if (entry.lost) return undefined;
    const t = record(entry, proved ? 'effective' : 'failed', text);
    return proved ? t : undefined;
  }

  async function inject(fault: PlannedFault, signal: AbortSignal): Promise<number | undefined> {
    const entry = await request(fault, signal);
    if (entry === undefined) return undefined;
    void renew(entry);
    return proveEffective(entry, signal);
  }

  async function heal(fault: PlannedFault, signal: AbortSignal): Promise<boolean> {
    const entry = kept.get(fault.id);
    if (entry === undefined) return true;
    // A second attempt does not move the edge: the fault may be gone since the first.
    if (!entry.healRequested) {
      if (!entry.lost && mayHaveRunOut(entry)) lose(entry, 'its lease may have run out before it was healed');
      record(entry, 'heal-requested');
    }
    entry.healRequested = true;
    entry.renewing.abort();
    try {
      const injected = await entry.injection;
      await injected.heal();
      putBack(entry);
    } catch (error) {
      record(entry, 'failed', messageOf(error));
      return false;
    }
    const { proved, text } = await prove(
      entry,
      'healed',
      (canary) => instruments.showsHealed(fault.spec, canary),
      signal,
    );
    record(entry, proved ? 'healed' : 'failed', text);
    if (proved) forget(fault);
    return proved;
  }

  return {
    inject,
    heal,

    handOn: async (from, to, signal) => {
      const entry = kept.get(from.id);
      if (entry === undefined || entry.lost) {
        await heal(from, signal);
        return inject(to, signal);
      }
      kept.delete(from.id);
      entry.fault = to;
      kept.set(to.id, entry);
      record(entry, 'requested');
      const effectiveAt = await proveEffective(entry, signal);
      const before = { fault: from, effect: entry.effect };
      record(before, 'heal-requested');
      record(before, 'healed', `goes on as ${to.id}`);
      return effectiveAt;
    },

    left: () => [...kept.values()].map(({ fault }) => fault),
    isFaulted: ({ name }) => [...kept.values()].some(({ paths }) => paths.some((path) => path.name === name)),
    changesOf: ({ name }) => changes.get(name) ?? 0,
  };
}
