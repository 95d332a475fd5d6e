import { undeclared } from '../contract/undeclared.ts';
import type { FaultSpec } from '../model/fault.ts';
import { formatMs } from '../model/time.ts';
import type { ScenarioDraft } from './draft.ts';
import { bothAtOnce } from './faults-at-once.ts';
import type { Note } from './note.ts';

/** Faults that name what is not there, are listed twice or against each other, or are never seen to heal. */
export function checkFaults(draft: ScenarioDraft): Note[] {
  const replicas = Array.from({ length: draft.replicas ?? 0 }, (_, number) => `r${number}`);
  return draft.phases.flatMap((phase, index): Note[] => {
    if (phase === undefined) return [];
    const path = ['phases', index, 'faults'];
    const notes = phase.faults.flatMap((fault, position): Note[] => {
      if (fault === undefined) return [];
      const before = phase.faults.slice(0, position).flatMap((one) => one ?? []);
      return [...besideOthers(fault, before), ...ofParameters(fault), ...ofReplica(fault, replicas)].map(
        (note) => ({ ...note, path: [...path, position, ...note.path] }),
      );
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

/** Against those that the same phase lists before it. */
function besideOthers(fault: FaultSpec, before: readonly FaultSpec[]): Note[] {
  const key = keyOf(fault);
  if (before.some((one) => keyOf(one) === key)) {
    const message = `this fault (${fault.type} on ${fault.on}) is listed twice`;
    return [{ path: [], code: 'duplicate', message }];
  }
  for (const one of before) {
    const message = bothAtOnce(one, fault);
    if (message !== undefined) {
      const hint = 'give each of them a phase of its own';
      return [{ path: [], code: 'contradiction', message, hint }];
    }
  }
  return [];
}

/** The same text for the same fault, in whatever order its keys were written. */
function keyOf(fault: FaultSpec): string {
  return JSON.stringify(Object.entries(fault).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function ofParameters(fault: FaultSpec): Note[] {
  if (fault.type === 'latency' && fault.jitterMs >= fault.latencyMs) {
    return [
      {
        path: ['jitter'],
        code: 'contradiction',
        message: `with a jitter of ${formatMs(fault.jitterMs)} on ${formatMs(fault.latencyMs)} some answers are not late at all`,
        hint: 'make the jitter smaller than the latency',
      },
    ];
  }
  if (fault.type === 'untrusted-bundle' && fault.variant === 'replayed' && fault.policy !== undefined) {
    return [
      {
        path: ['policy'],
        code: 'contradiction',
        message: 'a replayed bundle is one that was published before: its content cannot be chosen',
        hint: 'leave out the policy',
      },
    ];
  }
  // What the context service has to answer is for the contract to say.
  const ofDecision = fault.type === 'missing-attribute' || fault.type === 'wrong-type';
  if (ofDecision && fault.on === 'policy-service' && fault.attribute !== 'decision') {
    return [{ path: ['attribute'], ...undeclared('attribute', fault.attribute, ['decision']) }];
  }
  return [];
}

function ofReplica(fault: FaultSpec, replicas: readonly string[]): Note[] {
  if (fault.replica === undefined) return [];
  if (fault.type === 'paused' && fault.on !== 'app') {
    return [
      {
        path: ['replica'],
        code: 'misplaced-fault',
        message: `all replicas ask the same process, so it cannot be paused for ${fault.replica} alone`,
        hint: `leave out the replica, or use black-hole for the path of ${fault.replica}`,
      },
    ];
  }
  if (replicas.length === 0 || replicas.includes(fault.replica)) return [];
  return [{ path: ['replica'], ...undeclared('replica', fault.replica, replicas) }];
}
