import { shortly } from '../wording.ts';
import { notApplicable } from './count-observations.ts';
import type { Check } from './check.ts';
import { exerciseControls } from './exercise-controls.ts';

export const steadyAsDeclared: Check = {
  info: {
    id: 'steady-as-declared',
    title: 'Everything was as declared before anything was broken',
    failureTitle: 'The application was not steady before anything was broken',
    why: 'What goes wrong in an outage can only be blamed on the outage if it went right before.',
    fix: 'Look at what the gate found, and at the machine: a busy one makes time-outs where there is no fault.',
    category: 'evidence',
    severity: 'major',
    controls: exerciseControls,
  },
  explains: [],
  judge: ({ facts, plan }) => {
    const steady = plan.phases.filter((phase) => phase.steady);
    if (steady.length === 0) return notApplicable('The scenario has no steady phase.');
    const shut = facts.gates.filter((gate) => !gate.steady);
    const missing = steady.filter((phase) => !facts.gates.some((gate) => gate.phase === phase.name));
    const open = facts.gates.length - shut.length;
    if (shut.length === 0 && missing.length === 0) {
      return { outcome: 'pass', judged: open, failed: 0, inconclusive: 0, note: null, violations: [] };
    }
    const note =
      shut[0] === undefined
        ? `The gate of the phase ${missing[0]?.name} was never reached.`
        : `Not steady in the phase ${shut[0].phase}: ${shortly(shut[0].reasons)}.`;
    return {
      outcome: 'inconclusive',
      judged: open,
      failed: 0,
      inconclusive: shut.length + missing.length,
      note,
      violations: [],
    };
  },
};
