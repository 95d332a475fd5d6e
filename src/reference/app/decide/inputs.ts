import type { DecisionInput } from '../../../contract/contract.ts';
import { signalWithin } from './deadline.ts';
import { ageOf, createHeldInputs, judgeInput, type HeldInput } from './held-inputs.ts';
import type { Question, UsedInput } from './question.ts';

/** A decision input by its name in the contract, such as `context.risk`. */
export interface NamedInput extends DecisionInput {
  readonly name: string;
}

/** A service that knows decision inputs. Rejects when it does not answer in time or says nothing believable. */
export interface InputSource {
  read(attribute: string, question: Question, signal: AbortSignal): Promise<SourceAnswer>;
}

/** A value with its age on arrival, or the statement that there is none. */
export type SourceAnswer =
  | { readonly kind: 'value'; readonly value: unknown; readonly ageMs: number }
  | { readonly kind: 'absent' };

/** Everything a decision rests on, or the reason why it must be denied. */
export type InputsRead =
  | { readonly ok: true; readonly inputs: InputValues }
  | { readonly ok: false; readonly reason: string };

export interface InputValues {
  /** Values of inputs named `context.…`, by what follows the point: what the policy gets as context. */
  readonly context: Readonly<Record<string, unknown>>;
  /** What the decision log is told, with ages as of now. */
  used(): Readonly<Record<string, UsedInput>>;
  /** Age of the oldest value that is not local; undefined where all are. */
  oldestMs(): number | undefined;
  /** Why a value is too old by now, undefined while none is. */
  outdated(): string | undefined;
}

export interface Inputs {
  /** Never throws. */
  read(uses: readonly NamedInput[], question: Question): Promise<InputsRead>;
}

/** @param sources by the name that the contract gives as `from` */
export function createInputs(
  sources: ReadonlyMap<string, InputSource>,
  now: () => number = () => performance.now(),
): Inputs {
  const held = createHeldInputs();

  async function obtain(input: NamedInput, question: Question): Promise<HeldInput | undefined> {
    const before = held.get(input.name, question.subject);
    try {
      const source = sources.get(input.from);
      if (source === undefined) throw new Error(`no source ${input.from}`);
      const signal = signalWithin(input.timeoutMs ?? Infinity, question.deadline);
      const answer = await source.read(attributeOf(input.name), question, signal);
      // A source that says there is no value has answered: what was held before is no better knowledge.
      if (answer.kind === 'absent') return undefined;
      return held.keep(input.name, question.subject, {
        value: answer.value,
        ageOnArrivalMs: answer.ageMs,
        arrivedAt: now(),
      });
    } catch {
      // No answer. What is held may still be fresh; if it is not, the decision's reason says so.
      return before;
    }
  }

  return {
    async read(uses, question) {
      const remote = await Promise.all(
        uses
          .filter((input) => !input.local)
          .map(async (input) => ({ input, held: await obtain(input, question) })),
      );
      const outdated = (): string | undefined => {
        const judged = remote.map(({ input, held: value }) => judgeInput(input, value, now()));
        return judged.find((judgement) => judgement.kind === 'deny')?.reason;
      };
      const reason = outdated();
      if (reason !== undefined) return { ok: false, reason };
      const present = remote.flatMap(({ input, held: value }) =>
        value === undefined ? [] : [{ input, value }],
      );
      const ages = (): number[] => present.map(({ value }) => ageOf(value, now()));
      return {
        ok: true,
        inputs: {
          context: Object.fromEntries(
            present
              .filter(({ input }) => input.name.startsWith('context.'))
              .map(({ input, value }) => [attributeOf(input.name), value.value]),
          ),
          used: () => ({
            ...localInputs(uses, question),
            ...Object.fromEntries(
              present.map(({ input, value }) => [
                input.name,
                { value: value.value, ageMs: ageOf(value, now()) },
              ]),
            ),
          }),
          oldestMs: () => (present.length === 0 ? undefined : Math.max(...ages())),
          outdated,
        },
      };
    },
  };
}

/** The inputs that are at hand with the question: `subject.…` from the token, `resource.…` from the database. */
export function localInputs(
  uses: readonly NamedInput[],
  { subject, resource }: Question,
): Record<string, UsedInput> {
  const values: Record<string, UsedInput> = {};
  for (const { name, local } of uses) {
    if (!local) continue;
    const properties = name.startsWith('subject.') ? subject.properties : resource.entity.properties;
    values[name] = { value: properties[attributeOf(name)] ?? null };
  }
  return values;
}

function attributeOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
