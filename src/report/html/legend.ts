import type { Timeline } from '../../model/result.ts';
import { html, type Html } from './html.ts';

interface Key {
  readonly look: string;
  readonly words: string;
  readonly shown: (timeline: Timeline) => boolean;
}

const keys: readonly Key[] = [
  { look: 'allowed', words: 'allowed', shown: ({ lanes }) => lanes.some((lane) => some(lane.allowed)) },
  {
    look: 'fallback',
    words: 'allowed by the declared fallback',
    shown: ({ lanes }) => lanes.some((lane) => some(lane.fallbackAllowed)),
  },
  { look: 'denied', words: 'denied', shown: ({ lanes }) => lanes.some((lane) => some(lane.denied)) },
  {
    look: 'no-decision',
    words: 'no decision',
    shown: ({ lanes }) => lanes.some((lane) => some(lane.noDecision)),
  },
  { look: 'fault', words: 'fault, proved effective', shown: ({ faults }) => faults.length > 0 },
  { look: 'edge', words: 'fault, effect not proved', shown: ({ faults }) => faults.length > 0 },
  { look: 'violation', words: 'violation', shown: ({ violations }) => violations.length > 0 },
];

/** What the looks of a timeline mean, as far as they occur in it. */
export function legend(timeline: Timeline): Html {
  return html`<ul class="legend" aria-label="Key">
    ${keys.filter(({ shown }) => shown(timeline)).map(({ look, words }) => html`<li><i class="key ${look}"></i>${words}</li>`)}
  </ul>`;
}

function some(counts: readonly number[]): boolean {
  return counts.some((count) => count > 0);
}
