import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readPolicyContent } from '../bundle-service/policy-content.ts';
import { createCedarEngine } from '../engine/cedar-engine.ts';
import type { PolicyFiles, PolicyQuestion } from '../engine/engine.ts';
import { remoteSet } from '../policy-service/evaluate.ts';
import { fixturePath } from '../service/fixtures.ts';
import { everyQuestion } from '../testing/every-question.ts';
import { realOpa } from '../testing/opa.ts';
import { withoutRegoTwin } from './rego-twin.ts';

const folder = fixturePath('policies');
const contents = (await readdir(folder)).toSorted();
const answers = z.array(z.object({ allow: z.boolean(), reason: z.string() }));

/** What a policy says to each question, in their order. */
type Answers = readonly { readonly allow: boolean; readonly reason: string }[];

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

async function askCedar(files: PolicyFiles, asked: readonly PolicyQuestion[]): Promise<Answers> {
  const engine = createCedarEngine(new Set([remoteSet]));
  await engine.activate(files);
  return asked.map((question) => {
    const { outcome, reason } = engine.decide(remoteSet, question);
    return { allow: outcome === 'allow', reason };
  });
}

/** The one rule of which nothing but the time it takes is wrong is left to a test of its own. */
function isSlow({ subject, action }: PolicyQuestion): boolean {
  return subject.type === 'User' && subject.id === 'alice' && action === 'payment:approve';
}

/** The answer in words, but for reasons that the engines cannot have in common: no schema is fitted, or a rule failed. */
function comparable(answer: Answers[number] | undefined): string {
  const { allow, reason } = answer ?? { allow: false, reason: 'no answer' };
  const own = /^(request does not fit|the request is none|policy \S+ failed|quota\b)/.test(reason);
  return `${allow ? 'allow' : 'deny'}${own ? '' : `: ${reason}`}`;
}

describe('Cedar and Rego say the same to every question', () => {
  it.each(contents)('under %s', async (content) => {
    const files = await readPolicyContent(folder, content);
    const asked = content === 'slow' ? questions.filter((question) => !isSlow(question)) : questions;
    const [cedar, rego] = [await askCedar(files, asked), await askRego(files, asked)];
    expect(rego).toHaveLength(asked.length);
    const differing = asked
      .map((question, n) => ({ question, cedar: comparable(cedar[n]), rego: comparable(rego[n]) }))
      .filter((one) => one.cedar !== one.rego);
    // A few tell enough, and thousands would take minutes to print.
    expect(differing.slice(0, 5)).toEqual([]);
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
  expect(await withoutRegoTwin(folder, contents)).toEqual([]);
});
