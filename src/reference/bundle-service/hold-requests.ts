import type { Fetch } from '../service/listen.ts';
import type { Doorbell } from './doorbell.ts';

/** Type of an answer for which the service was ready to wait; by it a client knows that it may ask again at once. */
const heldType = 'application/vnd.openpolicyagent.bundles';

/** Longest that a request is held, whatever it asks for. */
const longestMs = 300_000;

/**
 * Long polling as Open Policy Agent does it: holds a request that prefers it (`Prefer: wait=<seconds>`) for as long as all
 * there is to say is that nothing has changed, until something has, its time is up, or whoever asked has gone. Then it is
 * asked anew, so what is answered is what would be answered to a request of then, whatever the service was told to do meanwhile.
 * @param doorbell rings when there may be something new to say; once it is closed nothing is held
 */
export function holdRequests(answer: Fetch, doorbell: Doorbell): Fetch {
  async function hold(request: Request, waitMs: number): Promise<Response> {
    const until = performance.now() + waitMs;
    for (;;) {
      const rings = doorbell.rings();
      const said = await answer(request);
      const leftMs = until - performance.now();
      const isOver = leftMs <= 0 || doorbell.closed() || request.signal.aborted;
      if (said.status !== 304 || isOver) return asHeld(said);
      // Where it rang while the answer was being made, that may be of before.
      if (doorbell.rings() === rings) await doorbell.heardWithin(leftMs, request.signal);
    }
  }

  return (request) => {
    const waitMs = preferredWaitMs(request.headers.get('prefer'));
    return waitMs === undefined ? answer(request) : hold(request, Math.min(waitMs, longestMs));
  };
}

/** How long a client is willing to wait, in milliseconds, by its `Prefer` header: `modes=snapshot;wait=10`. */
export function preferredWaitMs(prefer: string | null): number | undefined {
  const [, seconds] = /(?:^|[\s;,])wait=(\d+(?:\.\d+)?)(?=$|[\s;,])/i.exec(prefer ?? '') ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

function asHeld(said: Response): Response {
  const isBundle = said.status === 200 && said.headers.get('content-type') === 'application/gzip';
  if (isBundle || said.status === 304) said.headers.set('content-type', heldType);
  return said;
}
