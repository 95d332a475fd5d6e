import type { DecisionRecord } from '../environment/environment.ts';
import type { Mode } from '../model/decision.ts';
import { modes } from '../model/decision.ts';
import type { DecisionLogEvent } from '../model/event.ts';
import { pause } from './pause.ts';
import type { Stage } from './stage.ts';
import { messageOf } from './stop-run.ts';

/** Reads the decision log while the scenario runs, and knows which decisions it has no record of yet. */
export interface DecisionLog {
  /** A decision was seen, so there has to be a record of it. */
  expect(decisionId: string, replica: string): void;
  /** A replica was killed: what it had not sent yet never comes, and is waited for no more. */
  forget(replica: string): void;
  /** Resolves once every expected record is here, or after `withinMs`, with how many are missing. */
  drain(withinMs: number, signal: AbortSignal): Promise<number>;
  stop(): Promise<void>;
  /** What was wrong with the reading itself, in a sentence; undefined where nothing was. */
  trouble(): string | undefined;
}

/** Pause before the log is asked again after it could not be read. */
const againAfterMs = 250;

export function readDecisionLog(stage: Stage): DecisionLog {
  const { environment, journal, clock, timing } = stage;
  const stopping = new AbortController();
  const { signal } = stopping;
  const recorded = new Set<string>();
  /** Replicas by the decisions that have no record yet. */
  const missing = new Map<string, string>();
  let complete: (() => void) | undefined;
  let failures = 0;
  let lastFailure = '';
  let unreadable = 0;

  function take(record: DecisionRecord): void {
    const event = eventOf(record, clock.now());
    if (event === undefined) {
      unreadable++;
      return;
    }
    journal.write(event);
    recorded.add(event.decisionId);
    missing.delete(event.decisionId);
    if (missing.size === 0) complete?.();
  }

  async function read(): Promise<void> {
    let after = 0;
    while (!signal.aborted) {
      try {
        const page = await environment.readLog(after, timing.logWaitMs, signal);
        after = page.next;
        for (const record of page.records) take(record);
      } catch (error) {
        if (signal.aborted) return;
        failures++;
        lastFailure = messageOf(error);
        await pause(againAfterMs, signal).catch(() => {});
      }
    }
  }
  const reading = read();

  return {
    expect: (decisionId, replica) => {
      if (!recorded.has(decisionId)) missing.set(decisionId, replica);
    },
    forget: (replica) => {
      for (const [decisionId, by] of missing) if (by === replica) missing.delete(decisionId);
    },
    drain: async (withinMs, stop) => {
      if (missing.size > 0) {
        const all = Promise.withResolvers<void>();
        complete = all.resolve;
        const waiting = new AbortController();
        await Promise.race([all.promise, pause(withinMs, AbortSignal.any([stop, waiting.signal]))]);
        waiting.abort();
      }
      return missing.size;
    },
    stop: async () => {
      stopping.abort();
      await reading;
    },
    trouble: () => {
      if (unreadable > 0) return `${unreadable} decision-log records name no known mode`;
      return failures > 0
        ? `the decision log could not be read ${failures} times: ${lastFailure}`
        : undefined;
    },
  };
}

function eventOf(record: DecisionRecord, t: number): DecisionLogEvent | undefined {
  const { decisionId, replica, outcome, mode, subject, action, resource } = record;
  if (!isMode(mode)) return undefined;
  return {
    type: 'decision-log',
    t,
    decisionId,
    replica,
    outcome,
    mode,
    revision: record.policyRevision,
    subject,
    action,
    resource,
    inputs: Object.keys(record.inputs),
  };
}

const knownModes: ReadonlySet<string> = new Set(modes);

function isMode(text: string): text is Mode {
  return knownModes.has(text);
}
