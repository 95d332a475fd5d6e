import { Hono } from 'hono';
import { z } from 'zod';
import { createBehaviourLease, type Behaviour, type BehaviourLease } from '../service/behaviour.ts';
import { controlApp } from '../service/control.ts';
import { readFixtureJson } from '../service/fixtures.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { openPorts } from '../service/stand-in.ts';

const risks = z.object({ default: z.string(), subjects: z.record(z.string(), z.string()) });

/** Starts the risk service: how risky a subject is, and the moment for which that holds. */
export async function startContextService(lifetime: Lifetime): Promise<Started> {
  const lease = createBehaviourLease();
  const known = risks.parse(await readFixtureJson('data/risk.json'));
  return openPorts(dataApp(known, lease), controlApp(lease, 'context'), lease, lifetime, {
    under: '/v1/risk/',
    as: 'reads',
  });
}

function dataApp(known: z.infer<typeof risks>, lease: BehaviourLease): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/v1/risk/:subject', (c) => {
    const subject = c.req.param('subject');
    if (isLost(subject, lease.current())) return c.json({}, 404);
    return c.json({
      subject,
      risk: known.subjects[subject] ?? known.default,
      asOf: asOf(lease).toISOString(),
    });
  });
  return app;
}

function isLost(subject: string, behaviour: Behaviour | undefined): boolean {
  return behaviour?.kind === 'partial' && behaviour.subjects.includes(subject);
}

/** The moment whose value is served. The value itself looks right, whatever it is; only its age tells. */
function asOf(lease: BehaviourLease): Date {
  const behaviour = lease.current();
  if (behaviour?.kind === 'frozen') return lease.since() ?? new Date();
  if (behaviour?.kind === 'replayed') return new Date(Date.now() - behaviour.ageMs);
  return new Date(Date.now() + (behaviour?.kind === 'future' ? behaviour.aheadMs : 0));
}
