import { bandwidth } from './bandwidth.ts';
import { latency } from './latency.ts';
import { limitData } from './limit-data.ts';
import { noop } from './noop.ts';
import { resetPeer } from './reset-peer.ts';
import { slicer } from './slicer.ts';
import { slowClose } from './slow-close.ts';
import { timeout } from './timeout.ts';
import type { ToxicType } from './toxic.ts';

/** Every toxic by the `type` that requests use. */
export const toxicTypes: ReadonlyMap<string, ToxicType> = new Map(
  [bandwidth, latency, limitData, noop, resetPeer, slicer, slowClose, timeout].map((type) => [
    type.type,
    type,
  ]),
);
