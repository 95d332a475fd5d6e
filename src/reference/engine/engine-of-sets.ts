import { deny, type PolicyAnswer, type PolicyEngine, type PolicyQuestion } from './engine.ts';
import type { PolicyFiles } from './policy-files.ts';
import { fitQuestion, readFacts, readRequestShape, type FittingQuestion } from './request-shape.ts';

/** One policy set of an engine's own, loaded. It may throw whatever it likes: then nothing is allowed. */
export type DecideBySet = (question: FittingQuestion) => PolicyAnswer;

/**
 * Loads one set of a bundle.
 * @param facts what is in its `data.json`
 * @throws PolicyRejected when it cannot be put in force
 */
export type LoadSet = (
  files: PolicyFiles,
  set: string,
  facts: Readonly<Record<string, unknown>>,
) => Promise<DecideBySet>;

/**
 * An engine out of one that knows nothing of schemas, revisions or being replaced. Questions reach it only if they fit the
 * set's `request-shape.json`, because a rule that forbids by an attribute that is not there would be silent; and new
 * sets take the place of the old ones in one step, when all of them are loaded.
 * @param wanted the sets that it will be asked; others are not loaded
 */
export function engineOfSets(wanted: ReadonlySet<string>, load: LoadSet): PolicyEngine {
  let sets: ReadonlyMap<string, DecideAny> = new Map();

  async function prepare(files: PolicyFiles): Promise<() => void> {
    const loaded = new Map<string, DecideAny>();
    for (const set of wanted) if (isThere(files, set)) loaded.set(set, await loadFitting(files, set));
    return () => void (sets = loaded);
  }

  async function loadFitting(files: PolicyFiles, set: string): Promise<DecideAny> {
    const shape = readRequestShape(files, set);
    const decide = await load(files, set, readFacts(files, set, shape));
    return (question) => {
      const fitting = fitQuestion(shape, question);
      return typeof fitting === 'string'
        ? deny(`request does not fit: ${fitting}`)
        : decideSafely(decide, fitting);
    };
  }

  return {
    prepare,
    activate: async (files) => (await prepare(files))(),
    decide: (set, question) => sets.get(set)?.(question) ?? deny(`no policy set ${set}`),
  };
}

type DecideAny = (question: PolicyQuestion) => PolicyAnswer;

/** What fails while it decides has not decided. Not everything that these libraries throw is an Error. */
function decideSafely(decide: DecideBySet, question: FittingQuestion): PolicyAnswer {
  try {
    return decide(question);
  } catch (error) {
    return deny(`the policies failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isThere(files: PolicyFiles, set: string): boolean {
  return [...files.keys()].some((path) => path.startsWith(`${set}/`));
}
