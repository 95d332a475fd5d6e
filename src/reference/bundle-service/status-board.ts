import type { Hono } from 'hono';
import { z } from 'zod';
import { readJson } from '../service/control.ts';

/** A status report in the shape of Open Policy Agent's status API; what is not named here is kept as it came. */
const report = z.looseObject({
  labels: z.looseObject({ id: z.string().min(1) }),
  bundles: z
    .record(
      z.string(),
      z.looseObject({
        active_revision: z.string().optional(),
        last_request: z.string().optional(),
        last_successful_request: z.string().optional(),
        last_successful_download: z.string().optional(),
        last_successful_activation: z.string().optional(),
        code: z.string().optional(),
        message: z.string().optional(),
      }),
    )
    .optional(),
});

/**
 * What those who follow the policy say of themselves: `POST /status` by each of them, and on the control port
 * `GET /control/status` with the latest of each, `DELETE /control/status` to forget them all. Nothing is judged by it.
 */
export function addStatusBoard(data: Hono, control: Hono): void {
  const latest = new Map<string, object>();
  data.post('/status', async (c) => {
    const said = report.safeParse(await readJson(c.req.raw));
    if (!said.success) return c.json({ error: z.prettifyError(said.error) }, 400);
    latest.set(said.data.labels.id, { receivedAt: new Date().toISOString(), ...said.data });
    return c.json({});
  });
  control.get('/control/status', (c) =>
    c.json({
      instances: [...latest].map(([id, status]) => ({ id, ...status })).toSorted(byId),
    }),
  );
  control.delete('/control/status', (c) => {
    latest.clear();
    return c.body(null, 204);
  });
}

function byId({ id: a }: { readonly id: string }, { id: b }: { readonly id: string }): number {
  return a < b ? -1 : 1;
}
