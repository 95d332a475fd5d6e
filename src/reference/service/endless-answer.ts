import { setTimeout as delay } from 'node:timers/promises';

/** How an allow begins. Whoever decides on the first piece of an answer decides on this. */
const beginning = '{"decision":true,"context":{"policyRevision":1,"reason":"';
const more = 'and so on, '.repeat(8);
const moreEveryMs = 20;

/**
 * 200 with a body that begins well and never ends, as long as `lasts` says so; then the connection breaks off, since an
 * end in good order would make an answer of it.
 */
export function endlessAnswer(headers: Readonly<Record<string, string>>, lasts: () => boolean): Response {
  const encoder = new TextEncoder();
  let begun = false;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (begun) await delay(moreEveryMs);
      if (!lasts()) return controller.error(new Error('no longer told to go on for ever'));
      controller.enqueue(encoder.encode(begun ? more : beginning));
      begun = true;
      return undefined;
    },
  });
  return new Response(body, { headers });
}
