import { setTimeout as delay } from 'node:timers/promises';
import type { DependencyPath, ServiceAddress } from '../environment/environment.ts';
import type { CanaryEvent } from '../model/event.ts';
import type { Dependency } from '../model/fault.ts';
import { exchange } from './canary-exchange.ts';
import type { Exchange } from './canary-exchange.ts';
import { answerSymptom, failureSymptom } from './symptom.ts';
import type { ExchangeTimes, Symptom } from './symptom.ts';

/**
 * Sends one canary along a path and says what it met; `symptom.ts` lists what that can be. Never rejects.
 *
 * Half-way to its time-out it asks the service past the proxy as well. Only where that is answered does
 * silence on the path prove anything about the path: a machine that stands still silences both.
 * @param timeoutMs longest it waits for a whole answer
 * @param now the journal's monotonic clock, in milliseconds
 * @param direct the dependency's own address; without it silence is reported as `timeout` unexamined
 */
export async function sendCanary(
  path: DependencyPath,
  timeoutMs: number,
  now: () => number,
  direct?: Pick<ServiceAddress, 'url'>,
): Promise<CanaryEvent> {
  const { name, dependency } = path;
  const giveUp = new AbortController();
  const settled = new AbortController();
  const sent = now();
  const sentAt = Date.now();
  const timer = setTimeout(() => giveUp.abort(), timeoutMs);
  const pastProxy = direct && askLater(direct.url, path, timeoutMs / 2, [giveUp.signal, settled.signal]);
  const met = await exchange(path.proxiedUrl, dependency, giveUp.signal);
  const received = now();
  const receivedAt = Date.now();
  clearTimeout(timer);
  settled.abort();
  const times = { sentAt, receivedAt, elapsedMs: received - sent };
  const symptom = symptomOf(met, dependency, times, (await pastProxy) ?? true);
  return { type: 'canary', path: name, dependency, sent, received, symptom };
}

function symptomOf(
  met: Exchange,
  dependency: Dependency,
  times: ExchangeTimes,
  answersPastProxy: boolean,
): Symptom {
  if (met.kind === 'answer') return answerSymptom(dependency, met.answer, times);
  if (met.kind === 'failure') return failureSymptom(met.code);
  return answersPastProxy ? 'timeout' : 'timeout everywhere';
}

/** Asks the service itself once `afterMs` have passed: whether it answered before one of `giveUp` was aborted. */
async function askLater(
  url: string,
  { dependency }: DependencyPath,
  afterMs: number,
  giveUp: readonly AbortSignal[],
): Promise<boolean> {
  const signal = AbortSignal.any([...giveUp]);
  const waited = await delay(afterMs, true, { signal }).catch(() => false);
  return waited && (await exchange(url, dependency, signal)).kind === 'answer';
}
