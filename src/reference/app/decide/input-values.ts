import { ageOf, judgeInput, type HeldInput } from './held-inputs.ts';
import type { NamedInput } from './named-input.ts';
import type { Question, UsedInput } from './question.ts';

/** What could be had of an input that is not local. */
export interface Obtained {
  readonly input: NamedInput;
  readonly held?: HeldInput;
  /** Why its source gave no value just now. */
  readonly trouble?: string;
}

/** Everything a decision rests on, or the reason why it must be denied. */
export type InputsRead =
  | { readonly ok: true; readonly inputs: InputValues }
  | { readonly ok: false; readonly reason: string };

/** Usable inputs. They age while a decision is made, so every age is as of the call. */
export interface InputValues {
  /** Values of inputs named `context.…`, by what follows the point: what the policy gets as context. */
  readonly context: Readonly<Record<string, unknown>>;
  /** What the decision log is told. */
  used(): Readonly<Record<string, UsedInput>>;
  /** Age of the oldest value that is not local, in milliseconds; undefined where all are. */
  oldestMs(): number | undefined;
  /** Why a value may not be used any longer; undefined while all may. */
  outdated(): string | undefined;
}

/** Rules on what was obtained, by what the contract says of stale and missing inputs. */
export function readInputs(
  uses: readonly NamedInput[],
  question: Question,
  obtained: readonly Obtained[],
  now: () => number,
): InputsRead {
  const outdated = (): string | undefined => reasonToDeny(obtained, now());
  const reason = outdated();
  if (reason !== undefined) return { ok: false, reason };
  const present = obtained.flatMap(({ input: { name }, held }) =>
    held === undefined ? [] : [{ name, held }],
  );
  return {
    ok: true,
    inputs: {
      context: Object.fromEntries(
        present
          .filter(({ name }) => name.startsWith('context.'))
          .map(({ name, held }) => [attributeOf(name), held.value]),
      ),
      used: () => ({
        ...localInputs(uses, question),
        ...Object.fromEntries(
          present.map(({ name, held }) => [name, { value: held.value, ageMs: ageOf(held, now()) }]),
        ),
      }),
      oldestMs: () =>
        present.length === 0 ? undefined : Math.max(...present.map(({ held }) => ageOf(held, now()))),
      outdated,
    },
  };
}

/** The inputs that are at hand with the question: `subject.…` from the token, `resource.…` from the database. */
export function localInputs(uses: readonly NamedInput[], question: Question): Record<string, UsedInput> {
  const values: Record<string, UsedInput> = {};
  for (const { name, local } of uses) {
    if (!local) continue;
    const { properties } = name.startsWith('subject.') ? question.subject : question.resource.entity;
    values[name] = { value: properties[attributeOf(name)] ?? null };
  }
  return values;
}

/** `context.risk` -> `risk` */
export function attributeOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function reasonToDeny(obtained: readonly Obtained[], now: number): string | undefined {
  for (const { input, held, trouble } of obtained) {
    const judged = judgeInput(input, held, now);
    if (judged.kind === 'deny')
      return trouble === undefined ? judged.reason : `${judged.reason} (${trouble})`;
  }
  return undefined;
}
