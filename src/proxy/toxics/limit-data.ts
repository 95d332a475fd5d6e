import { z } from 'zod';
import { oneChunkBytes, wholeNumber } from './attributes.ts';
import { defineStreamToxic, type ToxicType } from './toxic.ts';

interface LimitData {
  /** Bytes of a connection that pass before it is closed; 0 (or less) closes it at the first byte. */
  readonly bytes: number;
}

/** Lets exactly `bytes` of each connection through, then closes it. What has passed still counts after an update. */
export const limitData: ToxicType = defineStreamToxic<LimitData>({
  type: 'limit_data',
  structName: 'LimitDataToxic',
  fields: { bytes: 'int64' },
  defaults: { bytes: 0 },
  schema: z.object({ bytes: wholeNumber }),
  capacityBytes: oneChunkBytes,
  open(attributes, flow) {
    let passed = 0;
    return {
      chunk(data, at) {
        const left = Math.max(0, attributes().bytes - passed);
        const allowed = data.length > left ? data.subarray(0, left) : data;
        passed += allowed.length;
        if (allowed.length > 0) flow.push(allowed, at);
        if (passed >= attributes().bytes) flow.close();
      },
      end: () => flow.end(),
      remove: () => undefined,
    };
  },
});
