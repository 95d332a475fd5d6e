/** Why a call came to nothing, in a few words: a system error code where there is one. */
export interface Failure {
  readonly reason: string;
  readonly timedOut: boolean;
}

/** Reads what a call was rejected with. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { reason: String(error), timedOut: false };
  if (error.name === 'TimeoutError') return { reason: 'no answer in time', timedOut: true };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return { reason: code === '' ? error.name : code, timedOut: false };
}
