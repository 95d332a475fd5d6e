import type { Case, FallbackOf } from './case.ts';
import type { Parts } from './parts.ts';
import type { Verdict } from './question.ts';

/** What a coarse decision may go by: the policy's context, and what is told of the inputs. */
interface CoarseBasis {
  readonly context: Readonly<Record<string, unknown>>;
  readonly told: Pick<Verdict, 'inputs' | 'ageMs'>;
}

/** Decides by the coarse policy that a degrade fallback names. What it allows is answered under obligations. */
export function decideCoarsely(
  { embedded }: Parts,
  { question }: Case,
  declared: FallbackOf<'degrade'>,
  { context, told }: CoarseBasis,
  cause: string,
): Verdict {
  const { outcome, reason } = embedded.ask(declared.policy, question, context);
  return {
    outcome,
    mode: 'degrade',
    revision: embedded.revision(),
    reason: `${reason} (${cause})`,
    obligations: outcome === 'allow' ? declared.obligations : [],
    ...told,
  };
}
