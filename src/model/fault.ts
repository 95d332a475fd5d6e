/** What an application under test depends on. */
export const dependencies = ['policy-service', 'bundle-service', 'context-service', 'log-sink'] as const;
export type Dependency = (typeof dependencies)[number];

/** What a fault is put on: a dependency, or the application's own processes. */
export const faultSites = [...dependencies, 'app'] as const;
export type FaultSite = (typeof faultSites)[number];

/**
 * One fault as a scenario asks for it, durations in milliseconds. `replica` narrows it to one replica (`r0`, `r1`, …):
 * to its path to the dependency, or to its process. Without it every one is concerned.
 */
export type FaultSpec = { readonly replica?: string } & (
  | ({ readonly on: Dependency } & DependencyFault)
  | ({ readonly on: 'app' } & ProcessFault)
);

type DependencyFault =
  | NetworkFault
  | ProtocolFault
  | Frozen
  | ContextFault
  | BundleFault
  | CredentialFault
  | Paused;
type ProcessFault = Paused | Killed | ClockSkew;

/** What happens on the way. */
type NetworkFault =
  /** Connections are refused, open ones are closed. */
  | { readonly type: 'refused' }
  /** Connections open and nothing ever comes back. */
  | { readonly type: 'black-hole' }
  /** Every answer is this much later. */
  | { readonly type: 'latency'; readonly latencyMs: number; readonly jitterMs: number }
  /** Answers come through at so many bytes a second. */
  | { readonly type: 'drip'; readonly bytesPerSecond: number }
  /** Answers come in pieces of so many bytes, with a pause after each; nothing is lost. */
  | { readonly type: 'sliced'; readonly pieceBytes: number; readonly pauseMs: number }
  /** The connection is reset (TCP RST) once an answer is under way. */
  | { readonly type: 'reset' }
  /** The answer stops after so many bytes and the connection closes. */
  | { readonly type: 'half-answer'; readonly bytes: number }
  /** By turns connections are refused for `downMs` and all is well for `upMs`, beginning with the refusal. */
  | { readonly type: 'flapping'; readonly downMs: number; readonly upMs: number };

/** What the service itself does wrong, towards every replica. */
type ProtocolFault =
  /** Every answer has this status; with `retryAfterMs` it says when to come again. */
  | { readonly type: 'status'; readonly status: number; readonly retryAfterMs?: number }
  /** 307 to an address where nothing believable is. */
  | { readonly type: 'redirect' }
  /** 200 without a body. */
  | { readonly type: 'empty' }
  /** 200 with a body that is not JSON. */
  | { readonly type: 'malformed' }
  /** 200 with a page of HTML that happens to hold the word `true`. */
  | { readonly type: 'wrong-content-type' }
  /** An attribute of the answer is not in it. */
  | { readonly type: 'missing-attribute'; readonly attribute: string }
  /** An attribute of the answer is there and of another type: `"true"` for `true`, a number for a text. */
  | { readonly type: 'wrong-type'; readonly attribute: string }
  /** A well-formed answer, an allow, to somebody else's request. */
  | { readonly type: 'other-answer' }
  /** A body that begins well and never ends. */
  | { readonly type: 'endless' };

/**
 * The service goes on saying what it said when the fault began: the context service the value with its time stamp, the
 * bundle service the bundle with the confirmation of then.
 */
type Frozen = { readonly type: 'frozen' };

/** What the context service says that is not, or no longer, so. */
type ContextFault =
  /** Every value is one of `ageMs` ago, and says so. */
  | { readonly type: 'replayed'; readonly ageMs: number }
  /** Every time stamp lies `aheadMs` in the future. */
  | { readonly type: 'future'; readonly aheadMs: number }
  /** It has lost these subjects, and answers for the others. */
  | { readonly type: 'partial'; readonly subjects: readonly string[] };

/**
 * Bundles that nobody may believe. Each is the policy content `policy`, newer by its entity tag than what is in force and of
 * a far higher revision, unless its variant says otherwise:
 * - `unsigned`: it has no signature; `emptied-signature`: it has a file of signatures, and none in it;
 * - `no-key-id`: signed by a stranger, by a key that it does not name; `unknown-key`: by a key that nobody knows;
 *   `retired-key`: by one that was trusted and no longer is; `forged-signature`: by a stranger in the name of a key that is;
 * - `altered`, `unlisted`, `missing`: signed as it should be, and then a file was changed, added, taken away;
 * - `truncated`: the archive ends half-way;
 * - `foreign`: signed as it should be, and another service's by its roots;
 * - `replayed`: the newest earlier revision with another content, exactly as it was signed;
 * - `conflicting`: signed as it should be, under the revision in force, with another content.
 */
export const untrustedVariants = [
  'unsigned',
  'emptied-signature',
  'no-key-id',
  'unknown-key',
  'retired-key',
  'forged-signature',
  'altered',
  'unlisted',
  'missing',
  'truncated',
  'foreign',
  'replayed',
  'conflicting',
] as const;
export type UntrustedVariant = (typeof untrustedVariants)[number];

/** What the bundle service serves instead of what was published. */
type BundleFault = {
  readonly type: 'untrusted-bundle';
  readonly variant: UntrustedVariant;
  /** Name of the policy content in it; `forged` unless given. Of a `replayed` one nobody chooses. */
  readonly policy?: string;
};

/** What becomes of the credential with which the application asks the policy service. */
type CredentialFault =
  /** The workload is no longer let in, whatever credential it brings. */
  | { readonly type: 'credential-revoked' }
  /** Credentials issued before now are no longer taken; the workload has to get itself a new one. */
  | { readonly type: 'credential-rotated' };

/** The process stands still (SIGSTOP): connections open, nothing comes back, nothing is closed. */
type Paused = { readonly type: 'paused' };
/** The process is killed (SIGKILL) and started again when the fault ends. */
type Killed = { readonly type: 'killed' };
/** The process's wall clock jumps by so much, and back when the fault ends; negative is into the past. */
type ClockSkew = { readonly type: 'clock-skew'; readonly skewMs: number };

export type FaultType = FaultSpec['type'];

/**
 * What a fault makes of what it is put on, which is all the oracle needs to know of it. Of a dependency:
 * - `out`: no believable answer comes in time;
 * - `maybe-out`: some answers come, some do not;
 * - `slow`: every answer still comes within the application's own time-out;
 * - `lying`: an answer comes that must not be believed, so it counts as out;
 * - `interrupted`: out for a moment, until the application has done its part; it must be normal within `normalWithin`.
 * Of a decision input, for every subject or for `subjects` alone:
 * - `input-frozen`: it keeps the value it had, and ages;
 * - `input-stale`: what arrives is already `ageMs` old;
 * - `input-missing`: no believable value of it is in the answer.
 * Of the application's own process:
 * - `taken-away`: it is not there to decide;
 * - `clock-skewed`: its wall clock is wrong, so ages that it reads off time stamps are too.
 */
export type FaultEffect =
  | { readonly kind: 'out' | 'maybe-out' | 'slow' | 'lying' | 'interrupted' | 'taken-away' }
  | { readonly kind: 'clock-skewed'; readonly skewMs: number }
  | ({ readonly input: string; readonly subjects?: readonly string[] } & (
      | { readonly kind: 'input-frozen' | 'input-missing' }
      | { readonly kind: 'input-stale'; readonly ageMs: number }
    ));
