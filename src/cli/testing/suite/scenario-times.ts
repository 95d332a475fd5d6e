import type { Journal } from '../../../journal/reader.ts';
import type { Plan } from '../../../plan/plan.ts';

/** Where the time of one drill went, in milliseconds. */
export interface ScenarioTimes {
  readonly scenario: string;
  /** From the journal's first line to its last. */
  readonly wall: number;
  /** What its phases are declared to last. */
  readonly declared: number;
  /** Until the first phase began. */
  readonly start: number;
  /** By how much the phases took longer than declared: proving that faults are there, and a gate that stays closed. */
  readonly beyond: number;
  /** From the end of the last phase: the last records, and everything that is taken away. */
  readonly after: number;
}

/** Reads them off a journal; undefined where the drill did not come to its phases. */
export function scenarioTimes(
  { scenario, phases }: Plan,
  { events }: Pick<Journal, 'events'>,
): ScenarioTimes | undefined {
  const edges = events.flatMap((event) => (event.type === 'phase' ? [event.t] : []));
  const end = events.find((event) => event.type === 'end');
  const [first] = edges;
  const last = edges.at(-1);
  if (first === undefined || last === undefined || end === undefined) return undefined;
  const declared = phases.reduce((sum, { from, to }) => sum + to - from, 0);
  return {
    scenario: scenario.id,
    wall: end.t,
    declared,
    start: first,
    beyond: last - first - declared,
    after: end.t - last,
  };
}

/** What of the wall time is outside the declared phases. */
export function overhead({ wall, declared }: ScenarioTimes): number {
  return wall - declared;
}
