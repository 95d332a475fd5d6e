import { z } from 'zod';
import { defineStreamToxic, type ToxicType } from './toxic.ts';
import { oneChunkBytes } from './attributes.ts';

/** Passes everything on. */
export const noop: ToxicType = defineStreamToxic({
  type: 'noop',
  structName: 'NoopToxic',
  fields: {},
  defaults: {},
  schema: z.object({}),
  capacityBytes: oneChunkBytes,
  open: (_attributes, flow) => ({
    chunk: (data, at) => flow.push(data, at),
    end: () => flow.end(),
    remove: () => undefined,
  }),
});
