import { schemaToJson } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import { ledgerPolicies } from '../testing/ledger-policies.ts';
import { cedarShape } from './cedar-shape.ts';
import { fitQuestion, readRequestShape } from './request-shape.ts';

/** Attributes of an entity in Cedar that a question does not bring: the id is the entity's own. */
const ownId = 'id';

describe('the shape of requests', () => {
  it.each(['local', 'coarse'])('of set %s declares what the Cedar schema of the set does', async (set) => {
    const files = await ledgerPolicies('good');
    const text = [files.get('entities.cedarschema'), files.get(`${set}/actions.cedarschema`)].join('\n');
    const schema = schemaToJson(text);
    if (schema.type === 'failure') throw new Error('the schema does not parse');
    const cedar = cedarShape(schema.json);
    const { subjects, resources, actions, data } = readRequestShape(files, set);
    for (const [type, attributes] of Object.entries({ ...subjects, ...resources }))
      expect([type, ...Object.keys(attributes).toSorted()]).toEqual([
        type,
        ...[...(cedar.entities.get(type) ?? [])].filter((name) => name !== ownId).toSorted(),
      ]);
    expect(Object.keys(actions).toSorted()).toEqual([...cedar.contexts.keys()].toSorted());
    for (const [action, { context, resource }] of Object.entries(actions)) {
      expect(schema.json['']?.actions[action]?.appliesTo?.resourceTypes).toEqual([resource]);
      expect(schema.json['']?.actions[action]?.appliesTo?.principalTypes.toSorted()).toEqual(
        Object.keys(subjects).toSorted(),
      );
      expect([...Object.keys(context), 'data'].toSorted()).toEqual(
        [...(cedar.contexts.get(action) ?? [])].toSorted(),
      );
    }
    expect(data).toEqual({ suspended: 'texts' });
  });

  it('lets nothing through that is not declared', async () => {
    const shape = readRequestShape(await ledgerPolicies('good'), 'local');
    const fitting = fitQuestion(shape, {
      subject: { type: 'Agent', id: 'a', properties: { roles: [], actsFor: null, clever: true } },
      action: 'invoice:list',
      resource: { type: 'Ledger', id: 'main', properties: { rows: 3 } },
      context: { data: { suspended: [] } },
    });
    expect(fitting).toEqual({
      subject: { type: 'Agent', id: 'a', properties: { roles: [] } },
      action: 'invoice:list',
      resource: { type: 'Ledger', id: 'main', properties: {} },
      context: {},
    });
  });
});
