import { z } from 'zod';
import { parseDurationMs } from '../model/time.ts';

/** What a bad duration is answered with; the reader of zod's issues knows it by this text. */
export const notADuration = 'this is not a duration: write 250ms, 3s or 5m';

/** A duration as a file spells it (`250ms`, `1.5s`, `5m`, `1h`, `0`), parsed to milliseconds. */
export const duration = z
  .union(
    [
      z.literal(0, { error: notADuration }),
      z.string({ error: notADuration }).regex(/^(0|\d+(\.\d+)?(ms|s|m|h|d))$/, { error: notADuration }),
    ],
    { error: notADuration },
  )
  .transform((text) => parseDurationMs(String(text)) ?? Number.NaN);

/** A duration longer than nothing. */
export const positiveDuration = z
  .string({ error: notADuration })
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, { error: notADuration })
  .transform((text) => parseDurationMs(text) ?? Number.NaN)
  .refine((ms) => ms > 0, { error: 'this must be longer than nothing' });
