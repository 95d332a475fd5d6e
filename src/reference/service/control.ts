import { Hono } from 'hono';
import { z } from 'zod';
import { behavioursOf, leaseSchema, type Behaviour, type BehaviourLease } from './behaviour.ts';

/**
 * The control port that every stand-in service has: health, and a behaviour with a lease.
 * @param reasonAgainst why it cannot behave like that now; undefined where it can
 */
export function controlApp(
  lease: BehaviourLease,
  kinds: keyof typeof behavioursOf = 'plain',
  reasonAgainst: (behaviour: Behaviour) => Promise<string | undefined> = async () => undefined,
): Hono {
  const schema: z.ZodType<Behaviour> = behavioursOf[kinds];
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/control/behaviour', (c) => c.json(lease.current() ?? { kind: 'normal' }));
  app.put('/control/behaviour', async (c) => {
    const body = await readJson(c.req.raw);
    const behaviour = schema.safeParse(body);
    const terms = leaseSchema.safeParse(body);
    if (!behaviour.success) return c.json({ error: z.prettifyError(behaviour.error) }, 400);
    if (!terms.success) return c.json({ error: z.prettifyError(terms.error) }, 400);
    const against = await reasonAgainst(behaviour.data);
    if (against !== undefined) return c.json({ error: against }, 409);
    lease.set(behaviour.data, terms.data.ttlMs);
    return c.json(behaviour.data);
  });
  app.delete('/control/behaviour', (c) => {
    lease.clear();
    return c.body(null, 204);
  });
  return app;
}

/** A request's body, or undefined where it is no JSON; a schema then says what was expected. */
export async function readJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await request.text());
  } catch {
    return undefined;
  }
}
