import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicyContent } from '../../bundle-service/policy-content.ts';
import type { PolicyFiles, PolicyQuestion } from '../../engine/engine.ts';
import { fixturePath } from '../../service/fixtures.ts';
import { everyQuestion } from '../../testing/every-question.ts';
import { knownPrograms } from '../known-programs.ts';
import { askCedar, differing, isSlow, type Answers } from '../testing/answers.ts';
import { openCerbos, type OpenCerbos } from '../testing/open-cerbos.ts';
import { withoutTwin } from '../twins.ts';

const folder = fixturePath('policies');
const contents = (await readdir(folder)).toSorted();
/** Questions under way at a time. */
const atOnce = 8;

let cerbos: OpenCerbos;
let questions: readonly PolicyQuestion[];
beforeAll(async () => {
  cerbos = await openCerbos();
  questions = await everyQuestion();
});
afterAll(() => cerbos?.close());

async function askCerbos(files: PolicyFiles, asked: readonly PolicyQuestion[]): Promise<Answers> {
  const putInForce = await cerbos.tables.prepare(files);
  putInForce();
  const said: Answers[number][] = [];
  const remaining = asked.entries();
  const askOn = async (): Promise<void> => {
    for (const [n, question] of remaining) {
      const { decision, context } = await cerbos.evaluate(question);
      said[n] = { allow: decision, reason: 'reason' in context ? context.reason : '' };
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
  return said;
}

/** Cerbos stops at the first rule that denies, while Cedar names all of them. */
function isAmong(cedar: string, cerbosSays: string): boolean {
  return cedar === cerbosSays || cedar.split(' ').includes(cerbosSays);
}

/** Where only a few rules are new: with one context, but for the payments, whose rules alone read it. */
function fewer(asked: readonly PolicyQuestion[]): readonly PolicyQuestion[] {
  const [first] = asked;
  return asked.filter(({ resource, context }) => resource.type === 'Payment' || context === first?.context);
}

describe('Cedar and Cerbos say the same to every question', () => {
  it.each(contents)('under %s', async (content) => {
    const files = await readPolicyContent(folder, content);
    const selected = content === 'good' ? questions : fewer(questions);
    const asked = content === 'slow' ? selected.filter((question) => !isSlow(question)) : selected;
    const [cedar, said] = [await askCedar(files, asked), await askCerbos(files, asked)];
    expect(said).toHaveLength(asked.length);
    expect(differing(asked, cedar, said, isAmong)).toEqual([]);
  });
});

it('every content of which the policy service would notice something in Cedar has a Cerbos twin', async () => {
  expect(await withoutTwin(folder, contents, knownPrograms.cerbos.twin)).toEqual([]);
});
