/** What an application under test depends on. A fault is injected on one of these. */
export const dependencies = ['policy-service', 'bundle-service', 'context-service', 'log-sink'] as const;
export type Dependency = (typeof dependencies)[number];

/**
 * One fault as a scenario asks for it, durations in milliseconds. `replica` narrows it to one replica's path
 * (`r0`, `r1`, …); without it the fault holds on every path to the dependency.
 */
export type FaultSpec = { readonly on: Dependency; readonly replica?: string } & FaultKind;

type FaultKind =
  /** Connections are refused, open ones are closed. */
  | { readonly type: 'refused' }
  /** Connections open and nothing ever comes back. */
  | { readonly type: 'black-hole' }
  /** Every answer is this much later. */
  | { readonly type: 'latency'; readonly latencyMs: number; readonly jitterMs: number }
  /** The connection is reset (TCP RST) once an answer is under way. */
  | { readonly type: 'reset' }
  /** The answer stops after so many bytes and the connection closes. */
  | { readonly type: 'half-answer'; readonly bytes: number }
  /** The service answers every request with this status. */
  | { readonly type: 'status'; readonly status: number }
  /** The service answers 200 with a body that is not JSON. */
  | { readonly type: 'malformed' }
  /** The context service goes on answering, with the value and the time stamp it had when the fault began. */
  | { readonly type: 'frozen' }
  /** The context service answers without this attribute. */
  | { readonly type: 'missing-attribute'; readonly attribute: string };

export type FaultType = FaultSpec['type'];

/**
 * What a fault makes of its dependency, which is all the oracle needs to know of it:
 * - `out`: no believable answer comes in time;
 * - `maybe-out`: some answers come, some do not;
 * - `slow`: every answer still comes within the application's own time-out;
 * - `lying`: an answer comes that must not be believed, so it counts as out;
 * - `input-frozen`: a decision input keeps the value it had, and ages;
 * - `input-missing`: a decision input is not in the answer.
 */
export type FaultEffect =
  | { readonly kind: 'out' | 'maybe-out' | 'slow' | 'lying' }
  | { readonly kind: 'input-frozen' | 'input-missing'; readonly input: string };
