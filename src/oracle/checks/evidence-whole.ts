import type { Check } from './check.ts';
import { exerciseControls } from './exercise-controls.ts';

export const evidenceWhole: Check = {
  info: {
    id: 'evidence-whole',
    title: 'The evidence is whole',
    failureTitle: 'Evidence is missing',
    why: 'A drill that did not take place must not read like one that was passed.',
    fix: 'See what is missing, and run the scenario again: with more time or load where samples are short, on a calmer machine where it stalled.',
    category: 'evidence',
    severity: 'major',
    controls: exerciseControls,
  },
  explains: [],
  judge: ({ evidence }) => {
    const lacking = evidence.missing.length;
    return {
      outcome: lacking === 0 ? 'pass' : 'inconclusive',
      judged: evidence.required - lacking,
      failed: 0,
      inconclusive: lacking,
      note: evidence.missing[0] ?? null,
      violations: [],
    };
  },
};
