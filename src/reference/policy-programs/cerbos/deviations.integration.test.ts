import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../testing/world.ts';
import { openCerbos, type OpenCerbos } from '../testing/open-cerbos.ts';

// What Cerbos 0.55.0 does that a front has to know of: README.md says what follows from it. A test that fails here after Cerbos
// was renewed is good news, and something of the front may go.

let cerbos: OpenCerbos;
let dispatcher: Agent;
beforeAll(async () => {
  cerbos = await openCerbos();
  dispatcher = new Agent({ connect: { socketPath: cerbos.process.socketPath } });
  await lay('door', door);
  await cerbos.client.reload();
  await until(async () => (await say(evaluation({ type: 'Owner' }))).body === '{"decision":true}');
});
afterAll(async () => {
  await dispatcher?.destroy();
  await cerbos?.close();
});

/** An owner may open a door, unless it is locked or the risk is high. */
const door = `
apiVersion: api.cerbos.dev/v1
resourcePolicy:
  resource: Door
  version: default
  rules:
    - { name: owner, actions: [open], roles: [Owner], effect: EFFECT_ALLOW }
    - name: high-risk
      actions: [open]
      roles: ["*"]
      effect: EFFECT_DENY
      condition: { match: { expr: has(R.attr.context) && R.attr.context.risk == "high" } }
      output: { when: { ruleActivated: '"forbid"' } }
    - name: locked
      actions: [open]
      roles: ["*"]
      effect: EFFECT_DENY
      condition: { match: { expr: has(R.attr.locked) && R.attr.locked } }
      output: { when: { ruleActivated: '"forbid"' } }
`;

function lay(name: string, text: string): Promise<void> {
  return writeFile(join(cerbos.process.policyFolder, `${name}.yaml`), text);
}

/** May somebody open the door? */
function evaluation({ type = 'Owner', properties = {}, resource = {}, context = {}, ...more }): object {
  return {
    subject: { type, id: 'olga', properties },
    action: { name: 'open' },
    resource: { type: 'Door', id: 'front-door', properties: resource },
    context,
    ...more,
  };
}

async function say(
  body: object,
  path = 'evaluation',
): Promise<{ readonly status: number; readonly body: string; readonly headers: object }> {
  const {
    statusCode,
    headers,
    body: answer,
  } = await request(`http://cerbos/access/v1/${path}`, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'mine' },
    body: JSON.stringify(body),
  });
  // It is spaced as it pleases.
  return { status: statusCode, headers, body: (await answer.text()).replaceAll(/\s/g, '') };
}

describe('Cerbos over AuthZEN', () => {
  it('does not show the context of a request to its rules: a high risk is not noticed', async () => {
    const said = await say(evaluation({ context: { risk: 'high' } }));
    expect(said.body).toBe('{"decision":true}');
    const asProperty = await say(evaluation({ resource: { context: { risk: 'high' } } }));
    expect(asProperty.body).toBe('{"decision":false}');
  });

  it('takes the roles of a subject from its properties, whoever wrote them', async () => {
    expect((await say(evaluation({ type: 'Guest' }))).body).toBe('{"decision":false}');
    const said = await say(evaluation({ type: 'Guest', properties: { 'cerbos.roles': ['Owner'] } }));
    expect(said.body).toBe('{"decision":true}');
  });

  it('judges all questions of a batch on one resource by the properties in the first', async () => {
    const open = evaluation({ resource: { locked: false } });
    const locked = evaluation({ resource: { locked: true } });
    expect((await say({ evaluations: [open, locked] }, 'evaluations')).body).toBe(
      '{"evaluations":[{"decision":true},{"decision":true}]}',
    );
    expect((await say({ evaluations: [locked, open] }, 'evaluations')).body).toBe(
      '{"evaluations":[{"decision":false},{"decision":false}]}',
    );
  });

  it('does not repeat the id of a request, and refuses fields that it does not know', async () => {
    const { headers } = await say(evaluation({}));
    expect(headers).not.toHaveProperty('x-request-id');
    expect(await say(evaluation({ mood: 'good' }))).toMatchObject({ status: 400 });
  });

  it('names the first rule that denies, and no other', async () => {
    const all = {
      resource: { locked: true, context: { risk: 'high' } },
      context: { 'cerbos.includeMeta': true },
    };
    const { body } = await say(evaluation(all));
    expect(body).toContain('#high-risk');
    expect(body).not.toContain('#locked');
  });
});

it('Cerbos says that it has reloaded what does not compile, and goes on with what it had', async () => {
  await lay('gate', door.replaceAll('Door', 'Gate').replace('R.attr.locked }', 'R.attr.( }'));
  await cerbos.client.reload();
  const gate = { ...evaluation({}), resource: { type: 'Gate', id: 'gate' } };
  expect((await say(gate)).body).toBe('{"decision":false}');
  expect((await say(evaluation({}))).body).toBe('{"decision":true}');
});
