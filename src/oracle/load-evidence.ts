import type { LoadEvent } from '../model/event.ts';
import type { Evidence, LoadEvidence } from '../model/result.ts';
import type { Plan } from '../plan/plan.ts';
import type { Requirement } from './requirements.ts';

/** What the journal tells of the load, for the evidence. */
export function loadEvidence(loads: readonly LoadEvent[]): Pick<Evidence, 'load'> {
  const [first] = loads;
  if (first === undefined) return {};
  const absent = loads.find((event) => event.edge === 'absent');
  const ended = loads.find((event) => event.edge === 'ended');
  const note = absent?.note ?? ended?.note;
  const load: LoadEvidence = {
    engine: first.engine,
    version: loads.find((event) => event.edge === 'started')?.version ?? null,
    asked: ended?.asked ?? 0,
    answered: ended?.answered ?? 0,
    dropped: ended?.dropped ?? 0,
    exitCode: ended?.code ?? null,
    thresholds: ended?.thresholds ?? [],
    ...(note === undefined ? {} : { note }),
  };
  return { load };
}

/**
 * A load that was run has to have come to its end: what a broken one has asked, and what was answered, nobody knows. Whether its
 * thresholds held is no requirement: all that its answers are judged by is judged already.
 */
export function loadRequirements({ load }: Plan, loads: readonly LoadEvent[]): readonly Requirement[] {
  if (load === undefined || loads.some((event) => event.edge === 'absent')) return [];
  const ended = loads.find((event) => event.edge === 'ended');
  const broke = ended === undefined ? 'nothing tells of its end' : ended.note;
  return [{ met: broke === undefined, otherwise: `The load by ${load.engine} broke: ${broke}.` }];
}
