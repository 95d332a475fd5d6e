import type { ActionDeclaration, Contract } from '../contract/contract.ts';
import { isDecision } from '../model/decision.ts';
import type { ProcessEvent } from '../model/event.ts';
import { overlaps } from '../model/time.ts';
import type { Interval } from '../model/time.ts';
import type { Cell, Plan } from '../plan/plan.ts';
import { decisionSet } from './answer-set.ts';
import type { DecisionSet } from './answer-set.ts';
import type { JournalFacts } from './journal-facts.ts';
import { policyServiceCutOff } from './world/bundle-world.ts';
import type { Seen } from './observations.ts';
import { faultSpans } from './world/fault-span.ts';
import type { FaultSpan } from './world/fault-span.ts';
import { unexplained } from './world/lapses.ts';
import { mayBeOut, mustBeOut } from './world/outage.ts';
import { cacheEntry, noRefreshes } from './world/refreshes.ts';
import type { CacheEntry, Refresh, Refreshes } from './world/refreshes.ts';
import { replicaWorld } from './world/replica-world.ts';
import type { ReplicaWorld } from './world/replica-world.ts';
import { policyServicePoint, revisionsOf } from './world/revisions.ts';
import type { Revisions } from './world/revisions.ts';
import { slowAnswers } from './world/slow-answers.ts';
import type { SlowAnswers } from './world/slow-answers.ts';
import { shortestTimeoutMs, starvation } from './world/starvation.ts';
import type { Starvation } from './world/starvation.ts';

/** Everything that may have been true while the scenario ran: small tables made once, asked for every observation. */
export interface ScenarioWorld {
  readonly contract: Contract;
  readonly cells: readonly CellFacts[];
  readonly faults: readonly FaultSpan[];
  readonly revisions: Revisions;
  readonly starvation: Starvation;
  readonly slowAnswers: SlowAnswers;
  /** When the first steady gate opened; `-Infinity` where there was none, `Infinity` where none did. */
  readonly steadyFrom: number;
  /** What the target answers an allow with. */
  readonly allowStatuses: readonly number[];
  /** By name, those of the plan. */
  readonly replicas: ReadonlyMap<string, ReplicaWorld>;
  replica(name: string): ReplicaWorld;
  /** How a process had ended by then, unasked: by a crash of its own, or taken away; undefined where it had not. */
  ended(name: string, by: number): 'crashed' | 'taken-away' | undefined;
  /** What the replica may have cached for a cell. */
  refreshes(replica: string, cell: number): Refreshes;
}

/** A cell with what the contract says of its action. */
export interface CellFacts {
  readonly index: number;
  readonly cell: Cell;
  readonly action: ActionDeclaration;
  /** Inputs that it must fetch. */
  readonly fetched: readonly string[];
  /** Cells that ask the same question share a cache entry. */
  readonly entry: string;
}

/** The span of time in which the decision was made. */
export function intervalOf(observation: Pick<Seen, 'sent' | 'received'>): Interval {
  return { from: observation.sent, to: observation.received };
}

/**
 * Makes the world of a scenario.
 * @throws Error where journal and plan do not fit together
 */
export function scenarioWorld(plan: Plan, facts: JournalFacts): ScenarioWorld {
  const { contract } = plan;
  const cells = plan.cells.map((cell, index) => cellFacts(contract, cell, index));
  facts.observations.forEach((seen) => {
    if (cells[seen.cell] === undefined || !plan.replicas.includes(seen.replica))
      throw new Error(`Observation ${seen.id} speaks of a cell or a replica that the plan does not have.`);
  });
  const faults = faultSpans(plan, facts.faults);
  const { changes, processes, canaries } = facts;
  const exits = processes.filter((event) => event.edge === 'exited' && !event.expected);
  const noFacts = { plan, contract, canaries, faults: [], exits: [], changes: [], processes: [], slow: [] };
  const outside = { ...noFacts, faults, exits };
  const undisturbed = Math.min(Infinity, ...[...changes, ...facts.faults].map((event) => event.t));
  const cutOff = policyServiceCutOff(outside);
  const revisions = revisionsOf(plan, changes, facts.observations, undisturbed, cutOff);
  const slow = revisions.slow.map(({ from, to }) => ({ from, to: to + contract.normalWithinMs }));
  const worldFacts = { ...outside, changes, processes, slow };
  const worlds = new Map(plan.replicas.map((replica) => [replica, replicaWorld(worldFacts, replica)]));
  const nothing = replicaWorld(noFacts, '');
  const base = {
    contract,
    cells,
    faults,
    revisions,
    slowAnswers: slowAnswers(facts.observations, shortestTimeoutMs(contract), contract.normalWithinMs),
    starvation: starvation(contract, facts.stalls, faults, unexplained(facts.canaries, faults)),
    allowStatuses: plan.target.answer.allow,
    steadyFrom:
      facts.gates.length === 0 ? -Infinity : (facts.gates.find((gate) => gate.steady)?.t ?? Infinity),
    replica: (name: string) => worlds.get(name) ?? nothing,
    replicas: worlds,
    ended: (name: string, by: number) => {
      const exit = exits.find((one) => one.name === name && one.t - contract.budgetMs <= by);
      if (exit === undefined) return undefined;
      return hasCrashed(exit) ? 'crashed' : 'taken-away';
    },
  };
  const entries = cacheEntries(base, facts);
  const ofReplica = new Map(
    plan.replicas.map((replica) => [replica, cells.map(({ entry }) => entries.get(`${replica} ${entry}`))]),
  );
  return { ...base, refreshes: (replica, cell) => ofReplica.get(replica)?.[cell] ?? noRefreshes };
}

/**
 * The right decisions of a point for a cell: those of every policy revision that may be in force, or of the one that the
 * application names, provided that it may be in force. A revision that cannot be in force proves nothing.
 * @param by which of a revision's policies decides
 */
export function rightDecisions(
  world: Pick<ScenarioWorld, 'revisions'>,
  cell: number,
  point: string,
  during: Interval,
  named: number | undefined,
  by: 'answers' | 'coarse' = 'answers',
): DecisionSet {
  const { oldest, newest } = world.revisions.inForce(point, during);
  const index = named === undefined ? undefined : world.revisions.indexOf(named);
  if (index !== undefined && index >= oldest && index <= newest)
    return world.revisions.all[index]?.[by][cell] ?? 0;
  let decisions: DecisionSet = 0;
  for (let each = oldest; each <= newest; each += 1) decisions |= world.revisions.all[each]?.[by][cell] ?? 0;
  return decisions;
}

/** What is to be made of an action that the contract does not have: nothing is asked, and nothing is allowed. */
const undeclaredAction: ActionDeclaration = {
  risk: 'high',
  decide: 'local',
  uses: [],
  whenUnavailable: null,
};

function cellFacts(contract: Contract, cell: Cell, index: number): CellFacts {
  const action = contract.actions[cell.do] ?? (cell.undeclared ? undeclaredAction : undefined);
  if (action === undefined)
    throw new Error(`The plan asks for ${cell.do}, which its contract does not declare.`);
  return {
    index,
    cell,
    action,
    fetched: action.uses.filter((name) => contract.inputs[name]?.local === false),
    entry: JSON.stringify([cell.as, cell.do, cell.on]),
  };
}

/** Every remote decision that a replica may have remembered, by replica and entry. */
function cacheEntries(
  world: Omit<ScenarioWorld, 'refreshes'>,
  facts: JournalFacts,
): ReadonlyMap<string, Refreshes> {
  const found = new Map<string, { replica: string; filled: CacheEntry }>();
  facts.observations.forEach((seen) => {
    const cell = world.cells[seen.cell];
    if (cell?.action.whenUnavailable?.mode !== 'cache') return;
    const refresh = refreshOf(world, cell, seen);
    if (refresh === undefined) return;
    const key = `${seen.replica} ${cell.entry}`;
    const entry = found.get(key) ?? { replica: seen.replica, filled: cacheEntry() };
    entry.filled.add(refresh);
    found.set(key, entry);
  });
  const starts = facts.processes.filter((event) => event.edge === 'started');
  return new Map(
    [...found].map(([key, { replica, filled }]) => {
      const possible = starts.filter((start) => start.name === replica).map((start) => start.t);
      return [key, filled.refreshes({ certain: world.replica(replica).presence.exits, possible })];
    }),
  );
}

/**
 * What an observation says of the cache. A decision in mode `remote` filled it, unless the policy service was certainly
 * out or the decision was not a right one: what cannot have come from the policy service is no claim to repeat it. A
 * caller that gave up may have left before the answer came, an application that does not name its mode may have asked, and one
 * that found an input too old in the end may have asked before.
 */
function refreshOf(
  world: Omit<ScenarioWorld, 'refreshes'>,
  cell: CellFacts,
  seen: Seen,
): Refresh | undefined {
  const during = intervalOf(seen);
  const outage = world.replica(seen.replica).policyService;
  if (mustBeOut(outage, during)) return undefined;
  const right = rightDecisions(
    world,
    cell.index,
    policyServicePoint,
    during,
    seen.mode === 'remote' ? seen.revision : undefined,
  );
  const gaveUp = !isDecision(seen.outcome);
  if (gaveUp || (seen.mode === 'deny' && cell.fetched.length > 0)) {
    // A replica that stands still reads what came meanwhile when it goes on.
    const { paused } = world.replica(seen.replica).presence;
    const goesOn = paused.reduce(
      (latest, span) => (overlaps(span, during) ? Math.max(latest, span.to) : latest),
      0,
    );
    const to = Math.max(goesOn, during.to + (gaveUp ? world.contract.policyService.timeoutMs : 0));
    return { arrived: { from: during.from, to }, decisions: right, revision: undefined, certain: false };
  }
  if (seen.mode !== 'remote' && seen.mode !== undefined) return undefined;
  const decisions = right & decisionSet(seen.outcome);
  if (decisions === 0) return undefined;
  const certain = seen.mode === 'remote' || !mayBeOut(outage, during);
  return { arrived: during, decisions, revision: seen.revision, certain };
}

/** Whether a process ended by itself and not in good order. */
function hasCrashed({ code, signal }: ProcessEvent): boolean {
  return (signal ?? null) === null && (code ?? 0) !== 0;
}
