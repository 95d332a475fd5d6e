import { diagnose } from '../service/diagnostics.ts';

/** Says what goes wrong with a policy, once per kind: an outage is one fact, not one a second. */
export interface TroubleLog {
  /** Says something on the side, once for ever. */
  tell(event: string, details: Readonly<Record<string, unknown>>): void;
  /** Says why a policy was not refreshed: refused or not confirmed, with the code where there is one. */
  notRefreshed(error: unknown): Trouble;
  /** The policy was refreshed: if it is not the next time, that is new. */
  refreshed(): void;
}

/** What went wrong. */
export interface Trouble {
  /** Whether something came that must not be believed, rather than nothing. */
  readonly refused: boolean;
  readonly message: string;
}

/** @param name who has the trouble */
export function createTroubleLog(name: string): TroubleLog {
  const told = new Set<string>();
  const toldSinceRefreshed = new Set<string>();

  function once(among: Set<string>, event: string, details: Readonly<Record<string, unknown>>): void {
    const kind = `${event} ${String(details['code'] ?? details['error'])}`;
    if (among.has(kind)) return;
    among.add(kind);
    diagnose(name, event, details);
  }

  return {
    tell: (event, details) => once(told, event, details),
    notRefreshed(error) {
      const trouble = troubleOf(error);
      const code = codeOf(error);
      const details = { ...(code === undefined ? {} : { code }), error: trouble.message };
      once(toldSinceRefreshed, trouble.refused ? 'policy-refused' : 'policy-not-confirmed', details);
      return trouble;
    },
    refreshed: () => toldSinceRefreshed.clear(),
  };
}

const refusals: ReadonlySet<string> = new Set(['BundleRejected', 'PolicyRejected']);

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return { refused: false, message: String(error) };
  return { refused: refusals.has(error.name), message: error.message };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
