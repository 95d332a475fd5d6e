import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { countQuestions } from './count-questions.ts';

function refuse(): Response {
  return new Response('no', { status: 503 });
}

it('counts questions whatever becomes of them, and no canaries', async () => {
  const control = new Hono();
  const counting = countQuestions(refuse, control, { under: '/access/', as: 'evaluations' });
  const ask = (path: string, headers: Record<string, string> = {}): Response | Promise<Response> =>
    counting(new Request(`http://127.0.0.1:1${path}`, { headers }));
  await ask('/access/v1/evaluation');
  await ask('/access/v1/evaluations');
  await ask('/access/v1/evaluation', { 'authz-drill-canary': '1' });
  await ask('/.well-known/authzen-configuration');
  expect(await (await control.request('/control/requests')).json()).toEqual({ evaluations: 2 });
});
