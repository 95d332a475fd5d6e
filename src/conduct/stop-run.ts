import type { EndEvent } from '../model/event.ts';

/** Why a scenario ends before its last phase is over; thrown through whatever is under way. */
export class StopRun extends Error {
  override readonly name = 'StopRun';
  readonly reason: Exclude<EndEvent['reason'], 'completed'>;

  constructor(reason: StopRun['reason'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** What to say of something that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
