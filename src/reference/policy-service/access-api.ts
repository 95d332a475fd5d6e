import { Hono, type Context } from 'hono';
import { readJson } from '../service/control.ts';
import { parseEvaluation, parseEvaluations } from './access-request.ts';
import { evaluateBatch, type Evaluate } from './evaluate.ts';

/** What the endpoints need. */
interface AccessApiParts {
  readonly evaluate: Evaluate;
  /** Of the policy to decide on; 0 while there is none. */
  readonly revision: () => number;
  /** Whether an `Authorization` header belongs to a workload that may ask. */
  readonly mayAsk: (authorization: string | undefined) => Promise<boolean>;
}

/**
 * The Access Evaluation, Access Evaluations and metadata endpoints of the AuthZEN Authorization API 1.0.
 * Plain HTTP, because it never leaves the loopback interface; the standard wants HTTPS everywhere else.
 */
export function accessApi({ evaluate, revision, mayAsk }: AccessApiParts): Hono {
  const ready = (): boolean => revision() > 0;
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    const requestId = c.req.header('x-request-id');
    if (requestId !== undefined) c.header('x-request-id', requestId);
  });
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/readyz', (c) => c.json({ ready: ready(), revision: revision() }, ready() ? 200 : 503));
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
    if (!ready()) return c.text('there is no policy yet', 503);
    return next();
  });
  app.post('/access/v1/evaluation', async (c) => {
    const parsed = parseEvaluation(await jsonBody(c));
    return parsed.ok ? c.json(evaluate(parsed.value)) : c.text(parsed.message, 400);
  });
  app.post('/access/v1/evaluations', async (c) => {
    const parsed = parseEvaluations(await jsonBody(c));
    if (!parsed.ok) return c.text(parsed.message, 400);
    return 'items' in parsed.value
      ? c.json({ evaluations: evaluateBatch(evaluate, parsed.value) })
      : c.json(evaluate(parsed.value));
  });
  return app;
}

/** The body, or undefined where it is not JSON or does not say that it is: both are answered with 400. */
async function jsonBody(c: Context): Promise<unknown> {
  const [mediaType = ''] = (c.req.header('content-type') ?? '').split(';');
  return mediaType.trim().toLowerCase() === 'application/json' ? readJson(c.req.raw) : undefined;
}
