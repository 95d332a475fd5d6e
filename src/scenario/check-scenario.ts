import type { PointAt } from '../contract/check-shape.ts';
import type { Problem } from '../model/problem.ts';
import { formatMs } from '../model/time.ts';
import { checkChanges } from './check-changes.ts';
import { checkFaults } from './check-faults.ts';
import { checkLoad } from './check-load.ts';
import { checkRepeat } from './check-repeat.ts';
import type { PhaseDraft, ScenarioDraft } from './draft.ts';
import type { Note } from './note.ts';

/** What is wrong with a scenario as such, whatever contract and target it is for. */
export function checkScenario(draft: ScenarioDraft, at: PointAt): Problem[] {
  const notes = [
    ...duplicateProbes(draft),
    ...allowedUndeclared(draft),
    ...duplicatePhases(draft),
    ...steadyState(draft),
    ...checkFaults(draft),
    ...checkChanges(draft),
    ...checkRepeat(draft),
    ...checkLoad(draft),
    ...samples(draft),
  ];
  return notes.map((note) => at(note.path, note));
}

function duplicateProbes({ probes }: ScenarioDraft): Note[] {
  const seen = new Set<string>();
  return probes.flatMap((probe, index): Note[] => {
    if (probe === undefined) return [];
    const key = `${probe.as} ${probe.do} ${probe.on}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path: ['probes', index], code: 'duplicate', message: `the probe "${key}" is listed twice` }];
  });
}

/** What no contract knows must be denied to everyone. */
function allowedUndeclared({ probes }: ScenarioDraft): Note[] {
  return probes.flatMap((probe, index): Note[] => {
    if (probe?.undeclared !== true) return [];
    const key = probe.expect === 'allow' ? 'expect' : 'whenDegraded';
    if (probe[key] === 'deny') return [];
    return [
      {
        path: ['probes', index, key],
        code: 'contradiction',
        message: `an undeclared action has to be denied, so "${probe[key]}" cannot be right`,
        hint: `write ${key}: deny, or declare the action in the contract`,
      },
    ];
  });
}

function duplicatePhases({ phases }: ScenarioDraft): Note[] {
  const seen = new Set<string>();
  return phases.flatMap((phase, index): Note[] => {
    const name = phase?.name;
    if (name === undefined) return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      { path: ['phases', index, 'name'], code: 'duplicate', message: `two phases are called "${name}"` },
    ];
  });
}

/** A drill starts with the proof that all was well; nothing is broken before or during it. */
function steadyState({ phases }: ScenarioDraft): Note[] {
  const notes: Note[] = [];
  const [first] = phases;
  if (first !== undefined && !first.steady) {
    notes.push({
      path: ['phases', 0],
      code: 'no-steady-state',
      message: 'the first phase is not the steady state, so nothing would show that all was well before',
      hint: 'begin with { name: steady, for: 2s, steady: true }',
    });
  }
  for (const [index, phase] of phases.entries()) {
    if (phase === undefined || !phase.steady) continue;
    for (const key of ['faults', 'changes'] as const) {
      if (phase[key].length === 0) continue;
      notes.push({
        path: ['phases', index, key],
        part: 'key',
        code: 'misplaced-fault',
        message: `the steady phase "${phase.name ?? index}" breaks something itself`,
        hint: `move its ${key} to a phase after it`,
      });
    }
  }
  return notes;
}

/** A phase whose probes cannot reach the minimum is inconclusive before it has begun. */
function samples(draft: ScenarioDraft): Note[] {
  const needed = draft.evidence?.minSamples;
  const cells = draft.probes.length;
  if (needed === undefined || cells === 0) return [];
  return draft.phases.flatMap((phase, index): Note[] => {
    const perSecond = phase?.load?.rate ?? draft.load?.rate;
    if (phase?.for === undefined || perSecond === undefined || !needsEvidence(draft, phase, index)) return [];
    const expected = (perSecond * phase.for) / 1_000 / cells;
    if (expected >= needed) return [];
    return [
      {
        path: ['phases', index, 'for'],
        code: 'too-few-samples',
        message: `in ${formatMs(phase.for)} at ${perSecond}/s each of ${cells} probes is asked ${Math.floor(expected)} times, but ${needed} are needed`,
        hint: `make it at least ${formatMs(Math.ceil((needed * cells) / perSecond) * 1_000)} long, or raise load.rate`,
      },
    ];
  });
}

function needsEvidence(draft: ScenarioDraft, phase: PhaseDraft, index: number): boolean {
  return phase.faults.length > 0 || phase.changes.length > 0 || index === draft.phases.length - 1;
}
