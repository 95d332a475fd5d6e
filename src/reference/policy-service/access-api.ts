import { Hono, type Context } from 'hono';
import { readJson } from '../service/control.ts';
import { parseEvaluation, parseEvaluations } from './access-request.ts';
import { evaluateBatch, NoDecision } from './evaluate.ts';
import type { Decider } from './open-service.ts';

/** What the endpoints need. */
interface AccessApiParts extends Decider {
  /** Whether an `Authorization` header belongs to a workload that may ask. */
  readonly mayAsk: (authorization: string | undefined) => Promise<boolean>;
}

/**
 * The Access Evaluation, Access Evaluations and metadata endpoints of the AuthZEN Authorization API 1.0.
 * Plain HTTP, because it never leaves the loopback interface; the standard wants HTTPS everywhere else.
 */
export function accessApi({ evaluate, revision, mayAsk }: AccessApiParts): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    const requestId = c.req.header('x-request-id');
    if (requestId !== undefined) c.header('x-request-id', requestId);
  });
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/readyz', async (c) => {
    const decidesOn = await revision();
    const ready = decidesOn > 0;
    return c.json({ ready, revision: decidesOn }, ready ? 200 : 503);
  });
  app.get('/.well-known/authzen-configuration', (c) => {
    const { origin } = new URL(c.req.url);
    return c.json({
      policy_decision_point: origin,
      access_evaluation_endpoint: `${origin}/access/v1/evaluation`,
      access_evaluations_endpoint: `${origin}/access/v1/evaluations`,
    });
  });
  app.use('/access/*', async (c, next) => {
    // Not a deny: a caller that is not known gets no decision at all.
    if (!(await mayAsk(c.req.header('authorization'))))
      return c.text('a valid workload token is needed', 401);
    return next();
  });
  app.post('/access/v1/evaluation', async (c) => {
    const parsed = parseEvaluation(await jsonBody(c));
    return parsed.ok ? c.json(await evaluate(parsed.value, c.req.raw.signal)) : c.text(parsed.message, 400);
  });
  app.post('/access/v1/evaluations', async (c) => {
    const parsed = parseEvaluations(await jsonBody(c));
    if (!parsed.ok) return c.text(parsed.message, 400);
    return 'items' in parsed.value
      ? c.json({ evaluations: await evaluateBatch(evaluate, parsed.value, c.req.raw.signal) })
      : c.json(await evaluate(parsed.value, c.req.raw.signal));
  });
  app.onError((error, c) => {
    if (error instanceof NoDecision) return c.text(error.message, 503);
    throw error;
  });
  return app;
}

/** The body, or undefined where it is not JSON or does not say that it is: both are answered with 400. */
async function jsonBody(c: Context): Promise<unknown> {
  const [mediaType = ''] = (c.req.header('content-type') ?? '').split(';');
  return mediaType.trim().toLowerCase() === 'application/json' ? readJson(c.req.raw) : undefined;
}
