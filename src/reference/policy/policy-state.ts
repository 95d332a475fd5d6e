import { createHash } from 'node:crypto';
import { z } from 'zod';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const moment = z.object({ wallMs: z.number(), uptimeMs: z.number() });
const stateSchema = z.strictObject({
  /** The archive of the bundle that is in force lies beside this, under a name made of its hash. */
  bundle: z.strictObject({ sha256: digest, etag: z.string().nullable() }).nullable(),
  confirmation: z
    .strictObject({
      /** By the clock of the bundle service; null where it signs nothing. */
      at: z.number().nullable(),
      /** When the request that it answered was sent. */
      requested: moment,
    })
    .nullable(),
  /** The bundle of the highest revision that was ever in force. */
  highest: z.strictObject({ revision: z.int().positive(), digest: z.string() }).nullable(),
});
const fileSchema = z.strictObject({ state: stateSchema, sha256: digest });

/** What a process must still know of its policy after a restart, but for the archive itself. */
export type StateRecord = z.infer<typeof stateSchema>;

/** Writes a record down, with a hash by which a damaged one is noticed. */
export function encodeState(state: StateRecord): string {
  return JSON.stringify({ state, sha256: sha256Of(JSON.stringify(stateSchema.parse(state))) });
}

/** Reads a record. @throws Error when it is none, or not as it was written */
export function decodeState(text: string): StateRecord {
  const { state, sha256 } = fileSchema.parse(JSON.parse(text));
  if (sha256Of(JSON.stringify(state)) !== sha256) throw new Error('it is not as it was written');
  return state;
}

/** SHA-256 in hex. */
export function sha256Of(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
