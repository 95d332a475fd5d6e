import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../../service/fixtures.ts';
import { ledgerPolicies } from '../../testing/ledger-policies.ts';
import { realOpa } from '../../testing/policy-programs.ts';
import { bytesOf } from '../policy-files.ts';
import { wasmFile } from './opa-wasm-engine.ts';
import { compiledBy, compiledSets, compileRego, versionOf } from './testing/compile-rego.ts';

const contents = (await readdir(fixturePath('policies'))).toSorted();
const howTo = 'node src/reference/engine/opa-wasm/testing/compile-fixtures.ts';

describe('the compiled Rego of the ledger', () => {
  let opa: string;
  beforeAll(async () => {
    // Without an OPA nothing shows that the code is that of the rules beside it: it fails, and says how to get one.
    opa = realOpa();
    const version = await versionOf(opa);
    if (version !== compiledBy)
      throw new Error(
        `compiled by opa ${compiledBy}, and ${opa} is ${version}: name the other in OPA_PROGRAM`,
      );
  });

  it.each(contents)('is that of its source, in %s', async (content) => {
    const files = await ledgerPolicies(content);
    for (const set of compiledSets) {
      const path = `${set}/${wasmFile}`;
      const compiled = await compileRego(opa, files, set);
      const isTheSame = compiled.equals(bytesOf(path, files.get(path) ?? ''));
      expect(isTheSame, `${path} is not what opa makes of rego/${set}; renew it by: ${howTo}`).toBe(true);
    }
  });
});
