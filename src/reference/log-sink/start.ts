import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Hono } from 'hono';
import { createBehaviourLease } from '../service/behaviour.ts';
import { controlApp } from '../service/control.ts';
import type { Lifetime, Started } from '../service/run-service.ts';
import { openPorts } from '../service/stand-in.ts';
import { createRecords, type Records } from './records.ts';

/** Longest that a reader may wait for the next record. */
const maxWaitMs = 30_000;

/** Starts the sink that decision logs are sent to and read from. */
export async function startLogSink(lifetime: Lifetime): Promise<Started> {
  const records = createRecords();
  const lease = createBehaviourLease();
  const control = controlApp(lease);
  control.get('/control/records', async (c) => {
    const after = wholeNumber(c.req.query('after'));
    const waitMs = wholeNumber(c.req.query('waitMs'));
    if (after === undefined || waitMs === undefined)
      return c.json({ error: 'after and waitMs are whole numbers' }, 400);
    return c.json(await records.read(after, Math.min(waitMs, maxWaitMs)));
  });
  const started = await openPorts(dataApp(records), control, lease, lifetime);
  lifetime.onStop(() => records.release());
  return started;
}

function dataApp(records: Records): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.post('/logs', async (c) => {
    const batch = await readBatch(c.req.raw);
    if (batch === undefined) return c.text('the body is a JSON array, plain or gzipped', 400);
    records.append(batch);
    return c.body(null, 204);
  });
  return app;
}

async function readBatch(request: Request): Promise<readonly unknown[] | undefined> {
  const body = Buffer.from(await request.arrayBuffer());
  try {
    const plain = request.headers.get('content-encoding') === 'gzip' ? await promisify(gunzip)(body) : body;
    const batch: unknown = JSON.parse(plain.toString('utf8'));
    return Array.isArray(batch) ? batch : undefined;
  } catch {
    return undefined;
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return 0;
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
