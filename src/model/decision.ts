/** What a caller got: a decision, or one of three ways of getting none. A time-out is never a deny. */
export type Outcome = 'allow' | 'deny' | 'error' | 'timeout' | 'malformed';

/** How the application says it decided. `deny` is the fallback deny, not a policy's ordinary deny. */
export type Mode = 'local' | 'remote' | 'cache' | 'degrade' | 'deny';

export type Decision = 'allow' | 'deny';

export const outcomes: readonly Outcome[] = ['allow', 'deny', 'error', 'timeout', 'malformed'];
export const modes: readonly Mode[] = ['local', 'remote', 'cache', 'degrade', 'deny'];

/** Whether an outcome is a decision at all. */
export function isDecision(outcome: Outcome): outcome is Decision {
  return outcome === 'allow' || outcome === 'deny';
}
