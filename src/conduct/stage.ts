import type { Environment, ServiceAddress } from '../environment/environment.ts';
import type { StarvationWatch, StarvationWatchOptions } from '../environment/process/starvation.ts';
import type { FaultedPath } from '../faults/affected-paths.ts';
import type { CanaryQuestion } from '../faults/canary-question.ts';
import type { Fault } from '../faults/fault.ts';
import type { JournalWriter } from '../journal/writer.ts';
import type { CanaryEvent } from '../model/event.ts';
import type { FaultSpec } from '../model/fault.ts';
import type { Plan } from '../plan/plan.ts';
import type { Clock } from './clock.ts';
import type { Progress } from './progress.ts';
import type { Timing } from './timing.ts';

/** What every part of a running scenario works with. */
export interface Stage {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly journal: JournalWriter;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly instruments: Instruments;
  readonly tell: Tell;
}

/** Tells whoever watches; scenario and time are filled in. */
export type Tell = (news: News) => void;

type WithoutOrigin<T> = T extends unknown ? Omit<T, 'scenario' | 't'> : never;
type News = WithoutOrigin<Progress>;

/** The tools that touch what is drilled. */
export interface Instruments {
  faultFor(spec: FaultSpec): Fault;
  showsHealed(spec: FaultSpec, canary: Pick<CanaryEvent, 'symptom' | 'sent' | 'received'>): boolean;
  /** Never rejects. */
  sendCanary(
    path: FaultedPath,
    timeoutMs: number,
    now: () => number,
    direct?: Pick<ServiceAddress, 'url'>,
    question?: CanaryQuestion,
  ): Promise<CanaryEvent>;
  watchStarvation(options: StarvationWatchOptions): StarvationWatch;
}
