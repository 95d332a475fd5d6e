import type { FaultSpec, UntrustedVariant } from '../model/fault.ts';
import { formatMs } from '../model/time.ts';

/** Words for a fault that follow the name of what it is put on. */
interface FaultWords {
  /** What it is, as a heading: `black-holed`. */
  readonly title: string;
  /** What was the case while it held: `was black-holed`. */
  readonly clause: string;
}

/** What a fault does, for a reader. */
export function faultWords(spec: FaultSpec): FaultWords {
  switch (spec.type) {
    case 'latency':
      return { title: 'slow', clause: `was ${formatMs(spec.latencyMs)} slower` };
    case 'drip':
      return { title: 'answers in drips', clause: `answered at ${spec.bytesPerSecond} bytes a second` };
    case 'sliced':
      return {
        title: 'answers in slices',
        clause: `answered in pieces of ${spec.pieceBytes} bytes with pauses of ${formatMs(spec.pauseMs)}`,
      };
    case 'flapping':
      return {
        title: 'flapping',
        clause: `was flapping, ${formatMs(spec.downMs)} down and ${formatMs(spec.upMs)} up`,
      };
    case 'status':
      return {
        title: `answers ${spec.status}`,
        clause: `answered ${spec.status}${again(spec.retryAfterMs)}`,
      };
    case 'missing-attribute':
      return { title: `leaves out ${spec.attribute}`, clause: `left out ${spec.attribute}` };
    case 'wrong-type':
      return {
        title: `gives ${spec.attribute} a wrong type`,
        clause: `gave ${spec.attribute} a wrong type`,
      };
    case 'replayed':
      return {
        title: 'replays old values',
        clause: `replayed values of ${formatMs(spec.ageMs)} ago`,
      };
    case 'future':
      return {
        title: 'stamps values in the future',
        clause: `stamped its values ${formatMs(spec.aheadMs)} in the future`,
      };
    case 'partial':
      return { title: 'has lost subjects', clause: `had lost ${spec.subjects.join(', ')}` };
    case 'untrusted-bundle': {
      const bundle = bundleWords[spec.variant];
      return { title: `serves ${bundle}`, clause: `served ${bundle}` };
    }
    case 'clock-skew': {
      const by = formatMs(Math.abs(spec.skewMs));
      return spec.skewMs < 0
        ? { title: 'clock set back', clause: `had its clock set back by ${by}` }
        : { title: 'clock set forward', clause: `had its clock set forward by ${by}` };
    }
    case 'refused':
    case 'black-hole':
    case 'reset':
    case 'half-answer':
    case 'redirect':
    case 'empty':
    case 'malformed':
    case 'wrong-content-type':
    case 'other-answer':
    case 'endless':
    case 'frozen':
    case 'credential-revoked':
    case 'credential-rotated':
    case 'paused':
    case 'killed':
      return plainWords[spec.type];
    default:
      return spec satisfies never;
  }
}

/** What is served, for each variant of a bundle that nobody may believe. */
const bundleWords: Readonly<Record<UntrustedVariant, string>> = {
  unsigned: 'an unsigned bundle',
  'emptied-signature': 'a bundle without a signature in its file of signatures',
  'no-key-id': 'a bundle signed by a key that it does not name',
  'unknown-key': 'a bundle signed by an unknown key',
  'retired-key': 'a bundle signed by a retired key',
  'forged-signature': 'a bundle with a forged signature',
  altered: 'a bundle that was altered after it was signed',
  unlisted: 'a bundle with a file that was not signed',
  missing: 'a bundle without a file that was signed',
  truncated: 'half a bundle',
  foreign: "another service's bundle",
  replayed: 'a bundle of an earlier revision',
  conflicting: 'another bundle under the revision in force',
};

function again(retryAfterMs: number | undefined): string {
  return retryAfterMs === undefined ? '' : `, to be asked again after ${formatMs(retryAfterMs)}`;
}

const plainWords = {
  refused: { title: 'refused', clause: 'refused connections' },
  'black-hole': { title: 'black-holed', clause: 'was black-holed' },
  reset: { title: 'reset mid-answer', clause: 'reset its answers' },
  'half-answer': { title: 'breaks off its answers', clause: 'broke off its answers' },
  redirect: { title: 'redirects', clause: 'redirected requests elsewhere' },
  empty: { title: 'answers nothing', clause: 'answered with nothing in it' },
  malformed: { title: 'answers malformed', clause: 'answered malformed bodies' },
  'wrong-content-type': { title: 'answers HTML', clause: 'answered with a page of HTML' },
  'other-answer': { title: "gives another's answer", clause: "gave the answer to somebody else's request" },
  endless: { title: 'never ends its answers', clause: 'never ended its answers' },
  frozen: { title: 'frozen', clause: 'was frozen' },
  'credential-revoked': { title: 'takes no credential', clause: 'took no credential of the application' },
  'credential-rotated': { title: 'rotated its credentials', clause: 'took no credential issued earlier' },
  paused: { title: 'paused', clause: 'was paused' },
  killed: { title: 'killed', clause: 'was killed' },
} as const;
