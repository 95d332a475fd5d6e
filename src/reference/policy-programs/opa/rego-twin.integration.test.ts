import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readPolicyContent } from '../../bundle-service/policy-content.ts';
import type { PolicyFiles, PolicyQuestion } from '../../engine/engine.ts';
import { fixturePath } from '../../service/fixtures.ts';
import { everyQuestion } from '../../testing/every-question.ts';
import { realOpa } from '../../testing/policy-programs.ts';
import { knownPrograms } from '../known-programs.ts';
import { askCedar, differing, isSlow, type Answers } from '../testing/answers.ts';
import { withoutTwin } from '../twins.ts';

const folder = fixturePath('policies');
const contents = (await readdir(folder)).toSorted();
const answers = z.array(z.object({ allow: z.boolean(), reason: z.string() }));

let opa: string;
let questions: readonly PolicyQuestion[];
beforeAll(async () => {
  opa = realOpa();
  questions = await everyQuestion();
});

/** All questions in one evaluation, of the files as they are in a bundle. */
async function askRego(files: PolicyFiles, asked: readonly PolicyQuestion[]): Promise<Answers> {
  const bundle = await mkdtemp(join(tmpdir(), 'authz-drill-rego-'));
  try {
    for (const [path, text] of files) {
      const file = join(bundle, 'ledger', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    const query =
      '[decision | some question in input; decision := data.ledger.remote.decision with input as question]';
    const input = asked.map(({ action, ...rest }) => ({ ...rest, action: { name: action } }));
    const args = ['eval', '--bundle', bundle, '--stdin-input', '--format', 'raw', query];
    const output = execFileSync(opa, args, { input: JSON.stringify(input), maxBuffer: 2 ** 28 });
    return answers.parse(JSON.parse(output.toString()));
  } finally {
    await rm(bundle, { recursive: true });
  }
}

describe('Cedar and Rego say the same to every question', () => {
  it.each(contents)('under %s', async (content) => {
    const files = await readPolicyContent(folder, content);
    const asked = content === 'slow' ? questions.filter((question) => !isSlow(question)) : questions;
    const [cedar, rego] = [await askCedar(files, asked), await askRego(files, asked)];
    expect(rego).toHaveLength(asked.length);
    expect(differing(asked, cedar, rego)).toEqual([]);
  });

  it('to questions of which some are allowed, and more are not', async () => {
    const said = await askRego(await readPolicyContent(folder, 'good'), questions);
    const allowed = said.filter(({ allow }) => allow).length;
    expect(said).toHaveLength(questions.length);
    expect(allowed).toBeGreaterThan(100);
    expect(allowed).toBeLessThan(questions.length / 2);
  });
});

it('every content of which the policy service would notice something in Cedar has a Rego twin', async () => {
  expect(await withoutTwin(folder, contents, knownPrograms.opa.twin)).toEqual([]);
});
