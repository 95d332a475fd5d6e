import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { policyNames, readPolicyContent } from '../../../bundle-service/policy-content.ts';
import { fixturePath } from '../../../service/fixtures.ts';
import { realOpa } from '../../../testing/policy-programs.ts';
import { wasmFile } from '../opa-wasm-engine.ts';
import { compiledSets, compileRego } from './compile-rego.ts';

/**
 * Compiles the Rego of every policy content anew: `node src/reference/engine/opa-wasm/testing/compile-fixtures.ts`.
 * A content that is laid over `good` has a module of its own only where it differs.
 */
const folder = fixturePath('policies');
const opa = realOpa();
for (const set of compiledSets) {
  const good = await compileRego(opa, await readPolicyContent(folder, 'good'), set);
  for (const name of await policyNames(folder)) {
    const file = join(folder, name, set, wasmFile);
    const module =
      name === 'good' ? good : await compileRego(opa, await readPolicyContent(folder, name), set);
    if (name !== 'good' && module.equals(good)) {
      await rm(file, { force: true });
      continue;
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, module);
    process.stdout.write(`${name}/${set}/${wasmFile} ${module.length}\n`);
  }
}
