import { Hono } from 'hono';
import { z } from 'zod';
import { createBehaviourLease, type BehaviourLease } from '../service/behaviour.ts';
import { controlApp } from '../service/control.ts';
import { readFixtureJson } from '../service/fixtures.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { openPorts } from '../service/stand-in.ts';

const risks = z.object({ default: z.string(), subjects: z.record(z.string(), z.string()) });

/** Starts the risk service: how risky a subject is, and the moment for which that holds. */
export async function startContextService(lifetime: Lifetime): Promise<Started> {
  const lease = createBehaviourLease();
  const known = risks.parse(await readFixtureJson('data/risk.json'));
  return openPorts(dataApp(known, lease), controlApp(lease, 'context'), lease, lifetime);
}

function dataApp(known: z.infer<typeof risks>, lease: BehaviourLease): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/v1/risk/:subject', (c) => {
    const subject = c.req.param('subject');
    const behaviour = lease.current();
    // Frozen: the value still looks right and only its age tells.
    const asOf = behaviour?.kind === 'frozen' ? lease.since() : undefined;
    const answer: Record<string, string> = {
      subject,
      risk: known.subjects[subject] ?? known.default,
      asOf: (asOf ?? new Date()).toISOString(),
    };
    if (behaviour?.kind === 'missing-attribute') delete answer[behaviour.attribute];
    return c.json(answer);
  });
  return app;
}
