import type { Environment } from '../environment/environment.ts';
import type { CanaryEvent } from '../model/event.ts';
import type { FaultEffect, FaultSpec, FaultType } from '../model/fault.ts';
import type { CanaryQuestion } from './canary-question.ts';

/** What a fault must know of the contract to say what it makes of its dependency. */
export interface EffectContext {
  /** The application's own time-out for the dependency, in milliseconds. */
  readonly timeoutMs: number;
  readonly budgetMs: number;
}

/** One kind of fault: how it is injected, proved effective, healed. One file each; `registry.ts` lists them. */
export interface Fault<Spec extends FaultSpec = FaultSpec> {
  readonly type: FaultType;
  /** What the oracle may assume of what it is put on while it lasts. */
  effect(spec: Spec, context: EffectContext): FaultEffect;
  /** Puts it in place as a lease of `leaseMs`: what injects it takes it away by itself unless renewed. */
  inject(spec: Spec, environment: Environment, leaseMs: number): Promise<InjectedFault>;
  /** Whether a canary along an affected path, sent after the request, proves it effective. */
  shows(spec: Spec, canary: Pick<CanaryEvent, 'symptom' | 'sent' | 'received'>): boolean;
  /** How long a canary has to be waited for to show it, where that depends on the fault; in milliseconds. */
  showsWithinMs?(spec: Spec): number;
}

export interface InjectedFault {
  /** Names of the paths it holds on. */
  readonly paths: readonly string[];
  /** What it has put into the fault proxy to stay there; nothing where a service misbehaves by itself. */
  readonly inProxy: readonly InProxy[];
  /** What its canaries must ask to meet it, on the way in and on the way out; absent where the dependency's usual question does. */
  readonly question?: CanaryQuestion;
  renew(): Promise<void>;
  /** Takes it away; safe to call twice. Rejects where it could not. */
  heal(): Promise<void>;
}

/** One thing put into the fault proxy, as its event feed names it. */
export interface InProxy {
  readonly path: string;
  /** Name of the toxic; absent where the path is turned off. */
  readonly toxic?: string;
}
