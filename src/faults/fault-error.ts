/**
 * Why a fault could not do what it was told:
 * - `unsupported`: what the scenario asks for cannot be injected here;
 * - `not-injected`: it could not be put in place; whatever part of it was is taken away again;
 * - `lease-lost`: its lease ran out, or may have, before it was renewed: it did not hold all the time;
 * - `not-healed`: it could not be taken away, or not be proved gone.
 */
export type FaultErrorCode = 'unsupported' | 'not-injected' | 'lease-lost' | 'not-healed';

export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly code: FaultErrorCode;

  constructor(code: FaultErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** What to say of something that was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
