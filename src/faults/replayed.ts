import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { questionBy } from './canary-question.ts';
import type { CanaryQuestion } from './canary-question.ts';
import { contextAttribute, contextInput, requireContextService } from './context-input.ts';
import type { Fault } from './fault.ts';
import { jsonObject, readers } from './symptom.ts';

/** How far the age that a canary sees may be off, in milliseconds; clocks are read in different processes. */
const toleranceMs = 100;

/** Every value of the context service is one of `ageMs` ago, and says so: a cache in between that nobody empties. */
export const replayed: Fault<Extract<FaultSpec, { type: 'replayed' }>> = {
  type: 'replayed',
  effect: ({ ageMs }) => ({ kind: 'input-stale', input: contextInput(contextAttribute), ageMs }),
  inject: async (spec, environment, leaseMs) => {
    requireContextService(spec);
    const behaviour = { kind: 'replayed', ageMs: spec.ageMs };
    return injectBehaviour(spec, environment, behaviour, leaseMs, () =>
      Promise.resolve(question(spec.ageMs)),
    );
  },
  shows: (_spec, { symptom }) => symptom === 'replayed',
};

/** The usual one; what is as old as it was told to be is no more than that. */
function question(ageMs: number): CanaryQuestion {
  const read = readers['context-service'];
  return questionBy('context-service', undefined, (answer, times) => {
    const symptom = read(answer, times);
    if (symptom !== 'frozen') return symptom;
    const age = times.sentAt - Date.parse(String(jsonObject(answer)?.['asOf']));
    const told = age <= ageMs + toleranceMs && age >= ageMs - times.elapsedMs - toleranceMs;
    return told ? 'replayed' : symptom;
  });
}
