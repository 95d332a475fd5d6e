import { newEnforcer, newModelFromString, StringAdapter, type Enforcer } from 'casbin';
import { deny, PolicyRejected, type PolicyAnswer, type PolicyEngine } from '../engine.ts';
import { engineOfSets, type DecideBySet } from '../engine-of-sets.ts';
import { filesOfSet, type PolicyFiles } from '../policy-files.ts';
import type { FittingQuestion } from '../request-shape.ts';
import { ruleFunctions } from './rule-functions.ts';
import { strict } from './strict.ts';

/** Name of a set's model, in its folder. Its rules are the `.csv` files beside it. */
export const modelFile = 'model.conf';

/** What every model has to say of a rule, so that the reason of a decision can be named and a rule can forbid. */
const fields = { name: 'name', when: 'when', effect: 'eft' } as const;
/** The one way of putting rules together that is Cedar's, and Rego's: a forbid outweighs every permit. */
const effect = 'some(where (p_eft == allow)) && !some(where (p_eft == deny))';
const effects: ReadonlySet<string> = new Set(['allow', 'deny']);

/**
 * casbin in the process: attribute-based rules, each an expression. Every set has an enforcer of its own, which is made
 * anew for every policy and never changed. It is not the `CachedEnforcer`, which repeats a decision for ever.
 * @param wanted the sets that it will be asked
 */
export function createCasbinEngine(wanted: ReadonlySet<string>): PolicyEngine {
  return engineOfSets(wanted, loadSet);
}

async function loadSet(
  files: PolicyFiles,
  set: string,
  facts: Readonly<Record<string, unknown>>,
): Promise<DecideBySet> {
  const enforcer = await enforcerOf(files, set);
  const rules = checkRules(enforcer, set);
  const data = strict(facts, 'data');
  const decide = ({ subject, action, resource, context }: FittingQuestion): PolicyAnswer => {
    // Without a rule casbin evaluates the matcher all the same, with rules that are empty texts.
    if (rules === 0) return deny(noPermit);
    const [allowed, rule] = enforcer.enforceExSync(
      strict({ ...subject.properties, type: subject.type, id: subject.id }, 'subject'),
      action,
      strict({ ...resource.properties, type: resource.type, id: resource.id }, 'resource'),
      strict(context, 'context'),
      data,
    );
    return { outcome: allowed ? 'allow' : 'deny', reason: rule[0] ?? noPermit };
  };
  tryRules(decide, set);
  return decide;
}

const noPermit = 'no policy permits it';

async function enforcerOf(files: PolicyFiles, set: string): Promise<Enforcer> {
  const model = files.get(`${set}/${modelFile}`);
  if (model === undefined) throw new PolicyRejected(`there is no ${set}/${modelFile}`);
  const rules = filesOfSet(files, set, '.csv').map(([, text]) => text);
  try {
    // Of an empty text the adapter says that it is no policy, of an empty line nothing.
    const enforcer = await newEnforcer(
      newModelFromString(model),
      new StringAdapter(['', ...rules, ''].join('\n')),
    );
    for (const [name, apply] of Object.entries(ruleFunctions)) await enforcer.addFunction(name, apply);
    return enforcer;
  } catch (cause) {
    throw rejected(set, cause);
  }
}

/**
 * What casbin would take and do nothing by: a rule of an effect that is none, or with a field too many or too few.
 * @returns how many rules there are
 */
function checkRules(enforcer: Enforcer, set: string): number {
  const { model } = enforcer.getModel();
  if (model.get('e')?.get('e')?.value !== effect)
    throw new PolicyRejected(`set ${set}: its policy_effect lets something else than a deny decide`);
  const { tokens = [], policy: rules = [] } = model.get('p')?.get('p') ?? {};
  const at = (field: string): number => tokens.indexOf(`p_${field}`);
  for (const field of Object.values(fields))
    if (at(field) < 0) throw new PolicyRejected(`set ${set}: its policy_definition has no ${field}`);
  if (at(fields.name) !== 0) throw new PolicyRejected(`set ${set}: a rule does not begin with its name`);
  for (const rule of rules) {
    const name = rule[0] ?? '';
    if (rule.length !== tokens.length)
      throw new PolicyRejected(`rule ${name} of set ${set} has ${rule.length} fields, not ${tokens.length}`);
    const says = rule[at(fields.effect)] ?? '';
    if (!effects.has(says)) throw new PolicyRejected(`rule ${name} of set ${set}: ${says} is no effect`);
  }
  return rules.length;
}

/** casbin parses its rules when it is asked. Nobody's question matches none of them and has all of them parsed. */
function tryRules(decide: DecideBySet, set: string): void {
  const nobody = { type: '', id: '', properties: {} };
  try {
    decide({ subject: nobody, action: '', resource: nobody, context: {} });
  } catch (cause) {
    throw rejected(set, cause);
  }
}

function rejected(set: string, cause: unknown): PolicyRejected {
  return new PolicyRejected(`set ${set}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });
}
