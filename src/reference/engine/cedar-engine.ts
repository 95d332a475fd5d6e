import { setImmediate } from 'node:timers/promises';
import { statefulIsAuthorized, type AuthorizationAnswer } from '@cedar-policy/cedar-wasm/nodejs';
import { loadCedarSet, type CedarSet } from './cedar-set.ts';
import { cedarAttributes } from './cedar-shape.ts';
import type { PolicyAnswer, PolicyEngine, PolicyFiles, PolicyQuestion } from './engine.ts';

let engines = 0;

/**
 * Cedar in the process. Policy sets are parsed once, into the slot that is not in force, and only when all of
 * them are sound does the engine change over: a request sees the old policies or the new ones, never a mix.
 * Two slots for ever, because the library has no way to forget a set, only to overwrite it.
 * @param wanted the sets that it will be asked; the others of a bundle are not loaded. All unless given
 */
export function createCedarEngine(wanted?: ReadonlySet<string>): PolicyEngine {
  const name = `engine-${engines++}`;
  let slot: 'a' | 'b' = 'a';
  let sets: ReadonlyMap<string, CedarSet> = new Map();

  async function prepare(files: PolicyFiles): Promise<() => void> {
    const idle = slot === 'a' ? 'b' : 'a';
    const loaded = await loadSets(files, `${name}/${idle}`, wanted);
    return () => {
      sets = loaded;
      slot = idle;
    };
  }

  return {
    prepare,
    activate: async (files) => (await prepare(files))(),
    decide(set, question) {
      const loaded = sets.get(set);
      if (loaded === undefined) return deny(`no policy set ${set}`);
      return ask(loaded, question);
    },
  };
}

async function loadSets(
  files: PolicyFiles,
  slot: string,
  wanted: ReadonlySet<string> | undefined,
): Promise<ReadonlyMap<string, CedarSet>> {
  const sets = new Map<string, CedarSet>();
  for (const path of files.keys()) {
    const [set = '', file] = path.split('/');
    if (file === undefined || sets.has(set) || wanted?.has(set) === false) continue;
    // Checking a set takes milliseconds of the only thread; requests get their turn in between.
    await setImmediate();
    sets.set(set, loadCedarSet(files, set, `${slot}/${set}`));
  }
  return sets;
}

function ask(set: CedarSet, question: PolicyQuestion): PolicyAnswer {
  const { subject, action, resource } = question;
  const principalUid = { type: subject.type, id: subject.id };
  const resourceUid = { type: resource.type, id: resource.id };
  const answer = statefulIsAuthorized({
    principal: principalUid,
    action: { type: 'Action', id: action },
    resource: resourceUid,
    context: cedarAttributes(question.context, set.shape.contexts.get(action)),
    preparsedPolicySetId: set.id,
    preparsedSchemaName: set.id,
    validateRequest: true,
    entities: [subject, resource].map(({ type, id, properties }) => ({
      uid: { type, id },
      attrs: cedarAttributes({ ...properties, id }, set.shape.entities.get(type)),
      parents: [],
    })),
  });
  return read(answer, set);
}

/**
 * Cedar skips a policy that it cannot evaluate and goes on, so that a missing attribute would switch a forbid
 * off. A request that does not fit the schema and a policy that failed are therefore both a deny here.
 */
function read(answer: AuthorizationAnswer, set: CedarSet): PolicyAnswer {
  if (answer.type === 'failure')
    return deny(`request does not fit the schema: ${answer.errors.map((e) => e.message).join('; ')}`);
  const { decision, diagnostics } = answer.response;
  const [failed] = diagnostics.errors;
  if (failed !== undefined)
    return deny(
      `policy ${set.names.get(failed.policyId) ?? failed.policyId} failed: ${failed.error.message}`,
    );
  const policies = diagnostics.reason.map((id) => set.names.get(id) ?? id);
  return {
    outcome: decision,
    reason: policies.length === 0 ? 'no policy permits it' : policies.toSorted().join(' '),
  };
}

function deny(reason: string): PolicyAnswer {
  return { outcome: 'deny', reason };
}
