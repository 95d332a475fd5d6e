import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { decide } from '../../app/decide/decide.ts';
import type { HttpAnswer } from '../../app/decide/policy-service.ts';
import { defective } from '../../testing/defective.ts';
import { sampleParts } from '../../testing/sample-parts.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { seedDefect } from '../seed.ts';

const json = 'application/json';

/** What a defect believes although it says nothing. */
const believed: Readonly<Record<string, Partial<HttpAnswer>>> = {
  'fail-open-on-500': { status: 503, contentType: 'text/plain', body: 'in trouble' },
  'fail-open-on-malformed': { body: '{"decision":tru' },
  'empty-200-is-allow': { body: '' },
  'html-is-allow': { contentType: 'text/html', body: '<p>{"decision": true}</p>' },
  'string-true-is-true': { body: '{"decision":"false"}' },
  'missing-decision-is-allow': { body: '{"context":{}}' },
  'believes-other-answer': { requestId: 'another', body: '{"decision":true}' },
  'status-401-is-allow': { status: 401, contentType: 'text/plain', body: 'who are you?' },
  'status-404-is-allow': { status: 404, contentType: 'text/plain', body: 'nothing here' },
};
const cases = Object.entries(believed);

describe('an application with a defect in what it believes', () => {
  it.each(cases)('%s allows', async (id, http) => {
    const { outside, ask } = await defective(id);
    outside.http = http;
    expect(await ask('deny')).toMatchObject({ outcome: 'allow', mode: 'remote' });
    expect(outside.asked).toEqual(['policy-service by credential 1']);
  });

  it.each(cases)('%s is right about all the others’', async (id) => {
    const { outside, ask } = await defective(id);
    for (const [, http] of cases.filter(([other]) => other !== id)) {
      outside.http = http;
      expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    }
    outside.http = new Error('refused');
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    outside.http = {};
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'remote' });
    outside.http = { body: '{"decision":true}' };
    expect(await ask('deny')).toMatchObject({ outcome: 'allow', mode: 'remote' });
  });

  it('follows-redirect takes its question and its credential elsewhere', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.setHeader('content-type', json).end('{"decision":true}');
    }).listen(0, '127.0.0.1');
    try {
      await once(elsewhere, 'listening');
      const address = elsewhere.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const { outside, parts, connections } = sampleParts();
      // What comes over a real connection comes when it comes.
      const patient = { ...connections.policyService, timeoutMs: 60_000 };
      const seeded = await seedDefect('follows-redirect', parts, { ...connections, policyService: patient });
      const ask = () => decide(seeded, sampleQuestion({ action: 'deny' }));
      outside.http = { status: 307, location: `http://127.0.0.1:${port}/`, body: '' };
      expect(await ask()).toMatchObject({ outcome: 'allow', mode: 'remote' });
      expect(seen).toEqual(['Bearer credential 1']);
      outside.http = { status: 500 };
      expect(await ask()).toMatchObject({ outcome: 'deny', mode: 'deny' });
    } finally {
      elsewhere.close();
    }
  });
});
