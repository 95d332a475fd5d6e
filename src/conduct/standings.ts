import type { FeedEntry } from '../environment/environment.ts';
import type { InProxy } from '../faults/fault.ts';

/** What the event feed has said so far of what faults put into the fault proxy. */
export interface Standings {
  take(event: FeedEntry): void;
  /** The last that was said of it; undefined where nothing was. */
  of(put: InProxy): Standing | undefined;
}

export interface Standing {
  readonly there: boolean;
  /** Number of the event that said so. */
  readonly event: number;
}

export function keepStandings(): Standings {
  const paths = new Map<string, Map<string | undefined, Standing>>();
  return {
    take: ({ id: event, path, edge, toxic }) => {
      const standings = paths.get(path) ?? new Map<string | undefined, Standing>();
      paths.set(path, standings);
      if (edge === 'proxy-removed')
        for (const key of standings.keys()) standings.set(key, { there: false, event });
      if (edge === 'proxy-disabled' || edge === 'proxy-enabled')
        standings.set(undefined, { there: edge === 'proxy-disabled', event });
      if (edge === 'toxic-added' || edge === 'toxic-removed')
        standings.set(toxic, { there: edge === 'toxic-added', event });
    },
    of: ({ path, toxic }) => paths.get(path)?.get(toxic),
  };
}

/** Whether the event tells that this is over; that its lease ran out is told before it is taken away. */
export function endsBy({ path, edge, toxic }: FeedEntry, put: InProxy): boolean {
  if (path !== put.path) return false;
  if (edge === 'proxy-removed') return true;
  if (edge === 'proxy-enabled') return put.toxic === undefined;
  return (edge === 'toxic-removed' || edge === 'lease-expired') && toxic === put.toxic;
}
