import type { Decider } from '../policy-service/open-service.ts';
import type { Lifetime } from '../service/run-service.ts';
import type { ProgramProcess } from './program-process.ts';

/** Where a program is, and where its policies come from. */
export interface ProgramPlaces {
  /** Path or name of it. */
  readonly program: string;
  readonly bundleServiceUrl: string;
}

/** A policy program that the front can stand before: how it is started. One file a program says so. */
export interface PolicyProgram {
  /**
   * Starts it, with whatever else it needs to run; it need not be up yet.
   * @throws Error where there is no such program
   */
  start(places: ProgramPlaces): Promise<RunningProgram>;
}

/** A policy program of ours, while it runs. */
export interface RunningProgram {
  readonly process: ProgramProcess;
  /** Whether it answers at all, with or without a policy. Never rejects. */
  isUp(): Promise<boolean>;
  /** What it decides by its newest policy. Called once, when it is up. */
  decider(lifetime: Lifetime): Promise<Decider>;
  /** Ends what is under way with it; it is stopped after that. */
  close(): Promise<void>;
}
