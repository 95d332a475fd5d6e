import { writeAnswer } from './answer.ts';
import type { ClientStep } from './client-queue.ts';
import type { BodyChange, HttpEffect } from './effect.ts';
import { keepsAlive, tokens, type RequestHead } from './head.ts';

/** An effect together with the toxic that asks for it. */
export interface CausedEffect<Cause> {
  readonly cause: Cause;
  readonly effect: HttpEffect;
}

/** A request whose answer is not complete yet. */
export interface Exchange<Cause> {
  readonly request: RequestHead;
  /** Waits before the answer. */
  readonly delays: readonly ClientStep<Cause>[];
  /** What happens to the body of the upstream's answer. */
  readonly body: BodyChange;
  /** Of the upstream's answer, where it is to be another. */
  readonly contentType: string | undefined;
  /** What to do instead of an answer of the upstream; `undefined` where the upstream is asked. */
  readonly instead: readonly ClientStep<Cause>[] | undefined;
  /** Whether the request has come in as far as is needed to answer it. */
  received: boolean;
}

/**
 * Puts the effects of several toxics on one request together: delays add up, the first that answers or drops the
 * request wins, of alterations the last.
 */
export function beginExchange<Cause>(
  request: RequestHead,
  effects: readonly CausedEffect<Cause>[],
): Exchange<Cause> {
  const delays: ClientStep<Cause>[] = [];
  let body: BodyChange = { kind: 'keep' };
  let contentType: string | undefined;
  let instead: readonly ClientStep<Cause>[] | undefined;
  for (const { cause, effect } of effects) {
    if (effect.kind === 'delay') delays.push({ kind: 'wait', delayMs: effect.delayMs, cause });
    else if (effect.kind === 'alter') {
      if (effect.body.kind !== 'keep') body = effect.body;
      contentType = effect.contentType ?? contentType;
    } else instead ??= insteadOf(request, cause, effect);
  }
  // Nobody else will tell a client that waits for leave to go on and send its body.
  return { request, delays, body, contentType, instead, received: expectsContinue(request) };
}

function insteadOf<Cause>(
  request: RequestHead,
  cause: Cause,
  effect: Extract<HttpEffect, { kind: 'answer' | 'drop' }>,
): readonly ClientStep<Cause>[] {
  if (effect.kind === 'drop') {
    return effect.ending === 'hang' ? [{ kind: 'hang', cause }] : [{ kind: effect.ending }];
  }
  // Whether a client that was to wait for leave sends its body now is unknown, so its connection cannot go on.
  const goesOn = keepsAlive(request) && !expectsContinue(request);
  const answer: ClientStep<Cause> = { kind: 'bytes', data: writeAnswer(request, effect, goesOn) };
  return goesOn ? [answer] : [answer, { kind: 'close' }];
}

function expectsContinue({ fields }: RequestHead): boolean {
  return tokens(fields, 'expect').includes('100-continue');
}
