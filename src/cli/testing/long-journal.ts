import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Decision, Mode } from '../../model/decision.ts';
import type { JournalEvent, ObservationEvent } from '../../model/event.ts';
import { dependencies } from '../../model/fault.ts';
import { roundMs } from '../../model/time.ts';
import { chanceFrom } from '../../oracle/testing/random.ts';
import type { Chance } from '../../oracle/testing/random.ts';
import { journalOf } from '../../oracle/testing/journal-builder.ts';
import type { Cell, Plan } from '../../plan/plan.ts';
import { longPlan } from './long-drill.ts';

/** How long the proof of a fault's edge takes. */
const proofMs = 40;
/** When every point that decides has a new policy. */
const activationMs = 1_000;
/** What is written waits this long for what came earlier and is learnt later. */
const settlingMs = 2_000;

/** An event, and when the harness learns of it. */
interface Told {
  readonly at: number;
  readonly event: JournalEvent;
}

/**
 * Writes the journal of a sound application's drill, in the order in which a harness would learn of everything, without ever
 * holding more than some seconds of it: observations, a record of every decision, canaries, stalls, traffic, faults, a
 * bad rule and its rollback.
 */
export async function writeLongJournal(file: string, observations: number): Promise<void> {
  const plan = longPlan(observations);
  const [header] = journalOf(plan).events();
  const handle = await open(file, 'w');
  try {
    if (header !== undefined) await handle.write(`${JSON.stringify(header)}\n`);
    await writeInOrder(handle, few(plan, observations), answers(plan, observations));
  } finally {
    await handle.close();
  }
}

/** Writes what comes seldom and what comes often, each roughly in order of time, in the order of what is told when. */
async function writeInOrder(
  handle: FileHandle,
  seldom: readonly Told[],
  often: Iterable<Told>,
): Promise<void> {
  let waiting: Told[] = [];
  let taken = 0;
  let next = 0;
  const flush = async (before: number): Promise<void> => {
    while ((seldom[next]?.at ?? Infinity) < before) waiting.push(...seldom.slice(next, ++next));
    const due = waiting.filter(({ at }) => at < before).toSorted((a, b) => a.at - b.at);
    waiting = waiting.filter(({ at }) => at >= before);
    if (due.length > 0) await handle.write(`${due.map(({ event }) => JSON.stringify(event)).join('\n')}\n`);
  };
  for (const told of often) {
    waiting.push(told);
    taken += 1;
    if (taken % 20_000 === 0) await flush(told.at - settlingMs);
  }
  await flush(Infinity);
}

/** All that comes seldom, in order of time. */
function few(plan: Plan, observations: number): readonly Told[] {
  const told: Told[] = [];
  const tell = (at: number, event: JournalEvent): void => void told.push({ at, event });
  const end = plan.phases.at(-1)?.to ?? 0;
  for (const { name, from, to, steady } of plan.phases) {
    tell(from, { type: 'phase', t: from, phase: name, edge: 'start' });
    if (steady) tell(from, { type: 'gate', t: from, phase: name, steady: true, reasons: [] });
    tell(to, { type: 'phase', t: to, phase: name, edge: 'end' });
  }
  for (const { id, phase, spec, from, to } of plan.faults) {
    const fault = { type: 'fault', fault: id, phase, spec, effect: { kind: 'out' } } as const;
    tell(from, { ...fault, t: from, edge: 'requested' });
    tell(from + proofMs, { ...fault, t: from + proofMs, edge: 'effective', proof: 'canaries' });
    tell(to, { ...fault, t: to, edge: 'heal-requested' });
    tell(to + proofMs, { ...fault, t: to + proofMs, edge: 'healed', proof: 'canaries' });
  }
  for (const [index, { id, kind, at }] of plan.changes.entries()) {
    const served = {
      type: 'change',
      change: id,
      kind,
      t: at + 5,
      edge: 'served',
      revision: index + 2,
    } as const;
    tell(at, { type: 'change', change: id, kind, t: at, edge: 'ordered' });
    tell(at + 5, served);
  }
  const chance = chanceFrom(1);
  for (let t = 0; t < end; t += 250) {
    const stalledMs = roundMs(chance.between(5, 30));
    const source = chance.pick(['harness', 'r0', 'r5', 'cpu']);
    tell(t + 100, { type: 'stall', from: t, to: t + 100, source, stalledMs });
    const requests = Math.floor(plan.ratePerSecond / 8);
    tell(t + 250, { type: 'traffic', dependency: 'policy-service', from: t, to: t + 250, requests });
    tell(t + 3, canaryAt(plan, t));
  }
  tell(end + 4_000, { type: 'cleanup', t: end + 4_000, step: 'stop', ok: true });
  const asked = { requested: observations, achieved: observations };
  tell(end + 4_100, { type: 'end', t: end + 4_100, reason: 'completed', ...asked });
  return told.toSorted((a, b) => a.at - b.at);
}

/** Paths take turns. */
function canaryAt(plan: Plan, t: number): JournalEvent {
  const turn = Math.floor(t / 250);
  const replica = plan.replicas[turn % plan.replicas.length] ?? '';
  const dependency =
    dependencies[Math.floor(turn / plan.replicas.length) % dependencies.length] ?? 'log-sink';
  const out = faultAt(plan, dependency, replica, t) !== undefined;
  const symptom = out ? 'ECONNREFUSED' : 'ok';
  return { type: 'canary', path: `${replica}.${dependency}`, dependency, sent: t, received: t + 3, symptom };
}

function faultAt(plan: Plan, on: string, replica: string, t: number): Plan['faults'][number] | undefined {
  return plan.faults.find(
    ({ spec, from, to }) =>
      spec.on === on &&
      (spec.replica ?? replica) === replica &&
      t >= from + proofMs / 2 &&
      t < to + proofMs / 2,
  );
}

/** Every answer and its record, in the order in which they were asked for. */
function* answers(plan: Plan, observations: number): Generator<Told> {
  const chance = chanceFrom(2);
  const replicas = plan.replicas.map((name) => ({ name, lastRemote: new Map<number, number>() }));
  const everyMs = 1_000 / plan.ratePerSecond;
  for (let id = 0; id < observations; id += 1) {
    const cell = id % plan.cells.length;
    const asked = plan.cells[cell];
    const replica = replicas[Math.floor(id / plan.cells.length) % replicas.length];
    if (asked === undefined || replica === undefined) return;
    const intended = roundMs(id * everyMs);
    const sent = roundMs(intended + chance.between(0, 2));
    const answer = decide(plan, replica, { cell, asked, sent }, chance);
    const received = roundMs(sent + answer.took);
    const decisionId = uuid(chance);
    const { outcome, mode, revision } = answer;
    const when = { id, cell, replica: replica.name, intended, sent, received };
    const exposed = mode === 'degrade' && outcome === 'allow' ? { exposed: [] } : {};
    const status = outcome === 'allow' ? 200 : 403;
    const said = { outcome, status, decisionId, reason: 'by-role', mode, revision };
    const seen: ObservationEvent = { type: 'observation', ...when, ...said, ...exposed };
    yield { at: received, event: seen };
    const sink = faultAt(plan, 'log-sink', replica.name, received);
    const t = roundMs((sink?.to ?? received) + chance.between(60, 300));
    const inputs = plan.contract.actions[asked.do]?.uses ?? [];
    const what = { replica: replica.name, outcome, mode, revision };
    const whom = { subject: asked.as, action: asked.do, resource: asked.on, inputs };
    yield { at: t, event: { type: 'decision-log', t, decisionId, ...what, ...whom } };
  }
}

interface Decided {
  readonly outcome: Decision;
  readonly mode: Mode;
  readonly revision: number;
  readonly took: number;
}

/** What a sound application answers. */
function decide(
  plan: Plan,
  replica: { readonly name: string; readonly lastRemote: Map<number, number> },
  { cell, asked, sent }: { readonly cell: number; readonly asked: Cell; readonly sent: number },
  chance: Chance,
): Decided {
  const action = plan.contract.actions[asked.do];
  const active = plan.changes.filter((change) => change.at + activationMs <= sent);
  const revision = active.length + 1;
  const last = active.at(-1);
  const bad = last?.kind === 'publish' ? last.wrong.find((one) => one.cell === cell) : undefined;
  const outcome = bad === undefined || bad.answers === 'none' ? asked.expect : bad.answers;
  const right = { outcome, revision };
  const deny = { outcome: 'deny', mode: 'deny', revision } as const;
  const took = chance.between(1, 12);
  if (action === undefined || action.decide === 'local') return { ...right, mode: 'local', took };
  if (action.uses.includes('context.risk')) {
    const lost = faultAt(plan, 'context-service', replica.name, sent);
    if (lost !== undefined && sent > lost.from + 500) return { ...deny, took };
  }
  const fault = faultAt(plan, 'policy-service', replica.name, sent);
  if (fault === undefined) {
    replica.lastRemote.set(cell, sent + took);
    return { ...right, mode: 'remote', took };
  }
  const waited = fault.spec.type === 'black-hole' ? took + plan.contract.policyService.timeoutMs : took;
  const declared = action.whenUnavailable;
  if (declared?.mode === 'degrade')
    return { outcome: asked.whenDegraded, mode: 'degrade', revision, took: waited };
  const age = sent + waited - (replica.lastRemote.get(cell) ?? -Infinity);
  if (declared?.mode === 'cache' && age < declared.maxAgeMs)
    return { outcome: asked.expect, mode: 'cache', revision, took: waited };
  return { ...deny, took: waited };
}

function uuid(chance: Chance): string {
  const hex = (digits: number): string =>
    Math.floor(chance.unit() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(8)}${hex(4)}`;
}
