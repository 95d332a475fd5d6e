import { describe, expect, it } from 'vitest';
import { sampleParts } from '../../testing/sample-parts.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { createRemotePolicyService } from './remote-policy-service.ts';

function service() {
  const { connections, outside } = sampleParts();
  const remote = createRemotePolicyService(connections.policyService);
  return { outside, ask: () => remote.ask(sampleQuestion(), {}) };
}

describe('asking the policy service', () => {
  it('shows the credential and believes what is believable', async () => {
    const { outside, ask } = service();
    expect(await ask()).toEqual({ kind: 'answer', outcome: 'deny', revision: 1, reason: 'said so' });
    expect(outside.asked).toEqual(['policy-service by credential 1']);
  });

  it.each([429, 500, 503])('asks nothing twice for a %d', async (status) => {
    const { outside, ask } = service();
    outside.http = { status };
    expect(await ask()).toMatchObject({ kind: 'unavailable', timedOut: false });
    expect(outside.asked).toHaveLength(1);
  });

  it('asks nothing twice for a 401 either, and shows the next one a new credential', async () => {
    const { outside, ask } = service();
    outside.http = { status: 401 };
    expect(await ask()).toMatchObject({ kind: 'unavailable' });
    outside.http = {};
    expect(await ask()).toMatchObject({ kind: 'answer' });
    expect(outside.asked).toEqual(['policy-service by credential 1', 'policy-service by a new credential']);
  });

  it('tells silence from every other failure', async () => {
    const { outside, ask } = service();
    outside.http = new DOMException('too late', 'TimeoutError');
    expect(await ask()).toMatchObject({ kind: 'unavailable', timedOut: true });
    outside.http = new Error('refused');
    expect(await ask()).toMatchObject({ kind: 'unavailable', timedOut: false });
  });
});
