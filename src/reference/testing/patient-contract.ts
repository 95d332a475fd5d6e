import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixturePath } from '../service/fixtures.ts';

/** A contract file that is there until it is removed. */
export interface TemporaryContract {
  readonly file: string;
  remove(): Promise<void>;
}

/**
 * The ledger's contract with more time for everything and nothing else changed, so that tests of what is decided do
 * not depend on how busy the machine is.
 */
export function patientContract(): Promise<TemporaryContract> {
  return changedContract([
    ['timeout: 250ms', 'timeout: 1s'],
    ['timeout: 200ms', 'timeout: 900ms'],
    ['budget: 500ms', 'budget: 3s'],
    [/(?<=pollEvery: 1s\n  maxAge:) \d+s/, ' 30s'],
    [/bound: \d+s/, 'bound: 30s'],
    // Longer than the policy service may take, which is asked after it.
    [/(?<=type: text, maxAge:) \d+s/, ' 2s'],
  ]);
}

/** The ledger's contract with some of its text replaced. */
export async function changedContract(
  changes: readonly (readonly [from: string | RegExp, to: string])[],
): Promise<TemporaryContract> {
  let text = await readFile(fixturePath('contract.yaml'), 'utf8');
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`the contract says nothing of ${from}`);
    text = changed;
  }
  const folder = await mkdtemp(join(tmpdir(), 'ledger-contract-'));
  const file = join(folder, 'contract.yaml');
  await writeFile(file, text);
  return { file, remove: () => rm(folder, { recursive: true }) };
}
