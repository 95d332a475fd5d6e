import { z } from 'zod';
import type { RequestMatch } from '../http/effect.ts';
import { wholeNumber } from './attributes.ts';
import { matchAll, matchFields, matchShape } from './request-match.ts';
import { defineHttpToxic, type ToxicType } from './toxic.ts';

interface HttpDelay extends RequestMatch {
  /** Milliseconds by which the answer is late. */
  readonly latency: number;
  /** Milliseconds by which that varies to either side, evenly. */
  readonly jitter: number;
}

/** Holds the answers to matched requests back; those behind them on the same connection have to wait, too. */
export const httpDelay: ToxicType = defineHttpToxic<HttpDelay>({
  type: 'http_delay',
  structName: 'HttpDelayToxic',
  fields: { ...matchFields, latency: 'int64', jitter: 'int64' },
  defaults: { ...matchAll, latency: 0, jitter: 0 },
  schema: z.object({ ...matchShape, latency: wholeNumber, jitter: wholeNumber }),
  effect: ({ latency, jitter }, random) => ({
    kind: 'delay',
    delayMs: jitter > 0 ? latency + (random() * 2 - 1) * jitter : latency,
  }),
});
