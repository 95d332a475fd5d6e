import { bandwidth } from './bandwidth.ts';
import { httpAnswer } from './http-answer.ts';
import { httpBody } from './http-body.ts';
import { httpDelay } from './http-delay.ts';
import { httpDrop } from './http-drop.ts';
import { latency } from './latency.ts';
import { limitData } from './limit-data.ts';
import { noop } from './noop.ts';
import { resetPeer } from './reset-peer.ts';
import { slicer } from './slicer.ts';
import { slowClose } from './slow-close.ts';
import { timeout } from './timeout.ts';
import type { ToxicType } from './toxic.ts';

const all: readonly ToxicType[] = [
  bandwidth,
  httpAnswer,
  httpBody,
  httpDelay,
  httpDrop,
  latency,
  limitData,
  noop,
  resetPeer,
  slicer,
  slowClose,
  timeout,
];

/** Every toxic by the `type` that requests use. */
export const toxicTypes: ReadonlyMap<string, ToxicType> = new Map(all.map((toxic) => [toxic.type, toxic]));
