import { failureOf } from '../failure.ts';
import { signalWithin } from './deadline.ts';
import { createHeldInputs, notAValue } from './held-inputs.ts';
import { attributeOf, readInputs, type InputsRead, type Obtained } from './input-values.ts';
import type { NamedInput } from './named-input.ts';
import type { Question } from './question.ts';

/** A service that knows decision inputs. Rejects when it does not answer in time or says nothing believable. */
export interface InputSource {
  read(attribute: string, question: Question, signal: AbortSignal): Promise<SourceAnswer>;
}

/** A value with its age on arrival in milliseconds, or the statement that there is none. */
export type SourceAnswer =
  | { readonly kind: 'value'; readonly value: unknown; readonly ageMs: number }
  | { readonly kind: 'absent' };

/** Gets the inputs that a decision rests on. */
export interface Inputs {
  /** Never throws. */
  read(uses: readonly NamedInput[], question: Question): Promise<InputsRead>;
}

/**
 * Asks the sources of the inputs that are not local, all at once and each within its own time-out. A source that
 * does not answer, or gives what is no value, leaves the one held from earlier; how old that may be is the contract's to say.
 * @param sources by the name that the contract gives as `from`
 * @param now monotonic milliseconds
 */
export function createInputs(
  sources: ReadonlyMap<string, InputSource>,
  now: () => number = () => performance.now(),
): Inputs {
  const held = createHeldInputs();

  async function obtain(input: NamedInput, question: Question): Promise<Obtained> {
    const { name, from, timeoutMs } = input;
    try {
      const source = sources.get(from);
      if (source === undefined) throw new Error(`there is no source ${from}`);
      const signal = signalWithin(timeoutMs ?? Infinity, question.deadline);
      const answer = await source.read(attributeOf(name), question, signal);
      // A source that says there is no value has answered: what was held before is no better knowledge.
      if (answer.kind === 'absent') return { input, trouble: `${from} has no value` };
      const arrived = { value: answer.value, ageOnArrivalMs: answer.ageMs, arrivedAt: now() };
      const unusable = notAValue(input, arrived);
      if (unusable !== undefined) throw new Error(unusable);
      return { input, held: held.keep(name, question.subject, arrived) };
    } catch (error) {
      const before = held.get(name, question.subject);
      const trouble = `${from}: ${failureOf(error).reason}`;
      return before === undefined ? { input, trouble } : { input, held: before, trouble };
    }
  }

  return {
    async read(uses, question) {
      const remote = uses.filter((input) => !input.local);
      return readInputs(
        uses,
        question,
        await Promise.all(remote.map((input) => obtain(input, question))),
        now,
      );
    },
  };
}
