import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { realOpa } from '../../testing/policy-programs.ts';
import { compileRego } from './testing/compile-rego.ts';

const rego = `package ledger.main

permit contains "readers" if input.action.name == "read"

forbid contains "suspended" if input.subject.properties.suspended == true

forbid contains "alphabetically-first" if input.subject.properties.suspended == true

decision := {"allow": true, "reason": "readers"} if {
	count(permit) > 0
	count(forbid) == 0
}

decision := {"allow": false, "reason": concat(" ", forbid)} if count(forbid) > 0
`;

/** What Rego in WebAssembly does by itself, and why the ledger's engine and its Rego are made as they are. */
describe('OPA-Wasm without the ledger’s engine', () => {
  let ask: (subject: object, action?: string) => unknown;
  beforeAll(async () => {
    const module = await compileRego(realOpa(), new Map([['rego/main/main.rego', rego]]), 'main');
    const policy = await loadPolicy(new Uint8Array(module));
    ask = (properties, name = 'read') => policy.evaluate({ subject: { properties }, action: { name } });
  });

  it('takes a forbid for silent whose attribute is missing or of another type: the engine asks nothing that does not fit', () => {
    const allowed = [{ result: { allow: true, reason: 'readers' } }];
    expect(ask({ suspended: true })).not.toEqual(allowed);
    expect(ask({})).toEqual(allowed);
    expect(ask({ suspended: 'true' })).toEqual(allowed);
  });

  it('answers nothing where nothing is decided: the engine takes that for a deny', () => {
    expect(ask({}, 'write')).toEqual([]);
  });

  it('puts the members of a set in no order: the Rego of the ledger sorts them', () => {
    // Open Policy Agent itself says `alphabetically-first suspended`.
    expect(ask({ suspended: true })).toEqual([
      { result: { allow: false, reason: 'suspended alphabetically-first' } },
    ]);
  });
});
