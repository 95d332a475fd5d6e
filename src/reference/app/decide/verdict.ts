import type { InputValues } from './input-values.ts';
import type { Verdict } from './question.ts';

/** What a verdict says of the inputs it rests on, as they are now. */
export function inputFields(inputs: InputValues): Pick<Verdict, 'inputs' | 'ageMs'> {
  const ageMs = inputs.oldestMs();
  return { inputs: inputs.used(), ...(ageMs === undefined ? {} : { ageMs }) };
}
