import { z } from 'zod';
import type { Timer } from '../timer.ts';
import { oneChunkBytes, wholeNumber } from './attributes.ts';
import { defineStreamToxic, type ToxicType } from './toxic.ts';

interface SlowClose {
  /** Milliseconds by which the end of the stream is late. */
  readonly delay: number;
}

/** Passes bytes on as they come and holds back the close. */
export const slowClose: ToxicType = defineStreamToxic<SlowClose>({
  type: 'slow_close',
  structName: 'SlowCloseToxic',
  fields: { delay: 'int64' },
  defaults: { delay: 0 },
  schema: z.object({ delay: wholeNumber }),
  capacityBytes: oneChunkBytes,
  open(attributes, flow) {
    let closing: Timer | undefined;
    const wait = (): void => {
      closing = flow.after(attributes().delay, () => flow.end());
    };
    return {
      chunk: (data, at) => flow.push(data, at),
      end: wait,
      changed() {
        if (closing === undefined) return;
        closing.cancel();
        wait();
      },
      remove() {
        if (closing === undefined) return;
        closing.cancel();
        flow.end();
      },
    };
  },
});
