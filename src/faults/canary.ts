import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceAddress } from '../environment/environment.ts';
import type { CanaryEvent } from '../model/event.ts';
import type { FaultedPath } from './affected-paths.ts';
import type { Exchange } from './canary-exchange.ts';
import { questionBy } from './canary-question.ts';
import type { CanaryQuestion } from './canary-question.ts';
import { failureSymptom } from './symptom.ts';
import type { ExchangeTimes, Symptom } from './symptom.ts';

/**
 * Sends one canary along a path and says what it met; `symptom.ts` lists what that can be. Never rejects.
 *
 * Half-way to its time-out it asks the service past the proxy as well. Only where that is answered does
 * silence on the path prove anything about the path: a machine that stands still silences both.
 * @param timeoutMs longest it waits for a whole answer
 * @param now the journal's monotonic clock, in milliseconds
 * @param direct the dependency's own address; without it silence is reported as `timeout` unexamined
 * @param question what it asks, where the usual question of its site would not meet the fault
 */
export async function sendCanary(
  path: FaultedPath,
  timeoutMs: number,
  now: () => number,
  direct?: Pick<ServiceAddress, 'url'>,
  question: CanaryQuestion = questionBy(path.dependency),
): Promise<CanaryEvent> {
  const { name, dependency } = path;
  const giveUp = new AbortController();
  const settled = new AbortController();
  const sent = now();
  const sentAt = Date.now();
  const timer = setTimeout(() => giveUp.abort(), timeoutMs);
  const pastProxy = direct && askLater(direct.url, question, timeoutMs / 2, [giveUp.signal, settled.signal]);
  const met = await question.ask(path.proxiedUrl, giveUp.signal);
  const received = now();
  const receivedAt = Date.now();
  clearTimeout(timer);
  settled.abort();
  const times = { sentAt, receivedAt, elapsedMs: received - sent };
  const symptom = await symptomOf(met, question, times, (await pastProxy) ?? true);
  return { type: 'canary', path: name, dependency, sent, received, symptom };
}

function symptomOf(
  met: Exchange,
  question: CanaryQuestion,
  times: ExchangeTimes,
  answersPastProxy: boolean,
): Symptom | Promise<Symptom> {
  if (met.kind === 'answer') return question.read(met.answer, times);
  if (met.kind === 'failure') return failureSymptom(met.code);
  if (met.kind === 'pieces') return 'in pieces';
  if (met.begun) return 'unended';
  return answersPastProxy ? 'timeout' : 'timeout everywhere';
}

/** Asks the service itself once `afterMs` have passed: whether it answered before one of `giveUp` was aborted. */
async function askLater(
  url: string,
  question: CanaryQuestion,
  afterMs: number,
  giveUp: readonly AbortSignal[],
): Promise<boolean> {
  const signal = AbortSignal.any([...giveUp]);
  const waited = await delay(afterMs, true, { signal }).catch(() => false);
  return waited && (await question.ask(url, signal)).kind === 'answer';
}
