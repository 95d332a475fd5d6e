import { z } from 'zod';
import { oneChunkBytes, wholeNumber } from './attributes.ts';
import { defineStreamToxic, type ToxicType } from './toxic.ts';

interface ResetPeer {
  /** Milliseconds from the first byte (or the end) to the reset. */
  readonly timeout: number;
}

/** Resets the connection (TCP RST to both peers) `timeout` after its first byte; an idle one is left alone. */
export const resetPeer: ToxicType = defineStreamToxic<ResetPeer>({
  type: 'reset_peer',
  structName: 'ResetToxic',
  fields: { timeout: 'int64' },
  defaults: { timeout: 0 },
  schema: z.object({ timeout: wholeNumber }),
  capacityBytes: oneChunkBytes,
  open(attributes, flow) {
    let pending = false;
    const begin = (): void => {
      if (pending) return;
      pending = true;
      const waitMs = attributes().timeout;
      if (waitMs <= 0) flow.reset();
      else flow.after(waitMs, () => flow.reset());
    };
    return {
      chunk: begin,
      end: begin,
      // What came meanwhile was dropped: the stream cannot go on as if nothing had happened.
      remove: () => {
        if (pending) flow.reset();
      },
    };
  },
});
