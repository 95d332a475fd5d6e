import type { StallEvent } from '../../model/event.ts';

/**
 * A clock that stands still for as much as those between a question and the policy service had no processor: a replica, the
 * proxy and the service wait for one after the other. On a calm machine it goes as fast as any.
 */
export interface UnstarvedTime {
  /** When so much of it will have passed since the moment; `Infinity` where it never does. */
  after(moment: number, durationMs: number): number;
}

/** From `at` on, and until the next one, time passes at this rate; `passed` is how much had by then. */
interface Stretch {
  readonly at: number;
  readonly passed: number;
  readonly rate: number;
}

export function unstarvedTime(stalls: readonly StallEvent[]): UnstarvedTime {
  const stretches = stretchesOf(stalls);

  function stretchWhere(holds: (stretch: Stretch) => boolean): Stretch {
    let low = 0;
    let high = stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const stretch = stretches[middle];
      if (stretch !== undefined && holds(stretch)) low = middle + 1;
      else high = middle;
    }
    return stretches[low - 1] ?? { at: 0, passed: 0, rate: 1 };
  }

  return {
    after(moment, durationMs) {
      const begun = stretchWhere(({ at }) => at <= moment);
      const wanted = begun.passed + (moment - begun.at) * begun.rate + durationMs;
      const reached = stretchWhere(({ at, passed }) => passed < wanted || at <= moment);
      return reached.at + (wanted - reached.passed) / reached.rate;
    },
  };
}

function stretchesOf(stalls: readonly StallEvent[]): readonly Stretch[] {
  const edges = stalls
    .filter(({ from, to, source }) => to > from && source !== 'harness')
    .flatMap(({ from, to, source, stalledMs }) => {
      const share = Math.min(1, stalledMs / (to - from));
      return [
        { at: from, source, share },
        { at: to, source, share: -share },
      ];
    })
    .toSorted((a, b) => a.at - b.at);
  const shares = new Map<string, number>();
  const stretches: Stretch[] = [];
  let last: Stretch = { at: 0, passed: 0, rate: 1 };
  for (const { at, source, share } of edges) {
    shares.set(source, (shares.get(source) ?? 0) + share);
    last = { at, passed: last.passed + (at - last.at) * last.rate, rate: 1 - lostShare(shares) };
    stretches.push(last);
  }
  return stretches;
}

/** A question is before one replica at a time: of those, and of the canaries, the worst counts. */
function lostShare(shares: ReadonlyMap<string, number>): number {
  let alone = 0;
  let replica = 0;
  let canary = 0;
  for (const [source, share] of shares) {
    if (source === 'policy-service' || source === 'fault-proxy') alone += share;
    else if (source === 'cpu' || source.startsWith('canary ')) canary = Math.max(canary, share);
    else replica = Math.max(replica, share);
  }
  // Shares are taken away again as they came, but for what floating point leaves of them.
  const lost = Math.max(alone + replica, canary);
  return lost > 1 - 1e-9 ? 1 : Math.max(0, lost);
}
