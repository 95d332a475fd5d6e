import { undeclared } from '../contract/undeclared.ts';
import { formatMs } from '../model/time.ts';
import type { ScenarioDraft } from './draft.ts';
import type { Note } from './note.ts';

/** Faults that name what is not there, are listed twice, or are never seen to heal. */
export function checkFaults(draft: ScenarioDraft): Note[] {
  return draft.phases.flatMap((phase, index): Note[] => {
    if (phase === undefined) return [];
    const path = ['phases', index, 'faults'];
    const seen = new Set<string>();
    const notes = phase.faults.flatMap((fault, position): Note[] => {
      if (fault === undefined) return [];
      const found: Note[] = [];
      const key = JSON.stringify(
        fault,
        Object.keys(fault).toSorted((a, b) => (a < b ? -1 : 1)),
      );
      if (seen.has(key)) {
        const message = `this fault (${fault.type} on ${fault.on}) is listed twice`;
        found.push({ path: [...path, position], code: 'duplicate', message });
      }
      seen.add(key);
      if (fault.type === 'latency' && fault.jitterMs >= fault.latencyMs) {
        found.push({
          path: [...path, position, 'jitter'],
          code: 'contradiction',
          message: `with a jitter of ${formatMs(fault.jitterMs)} on ${formatMs(fault.latencyMs)} some answers are not late at all`,
          hint: 'make the jitter smaller than the latency',
        });
      }
      const replicas = Array.from({ length: draft.replicas ?? 0 }, (_, number) => `r${number}`);
      if (fault.replica !== undefined && replicas.length > 0 && !replicas.includes(fault.replica)) {
        found.push({
          path: [...path, position, 'replica'],
          ...undeclared('replica', fault.replica, replicas),
        });
      }
      return found;
    });
    if (phase.faults.length > 0 && index === draft.phases.length - 1) {
      notes.push({
        path,
        part: 'key',
        code: 'no-recovery',
        message: 'the last phase breaks something and no phase follows in which it is seen to heal',
        hint: 'add { name: recovery, for: 3s } after it',
      });
    }
    return notes;
  });
}
