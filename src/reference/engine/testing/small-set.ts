import type { PolicyQuestion } from '../engine.ts';
import type { PolicyFiles } from '../policy-files.ts';

/** Everybody may read, but for who is suspended; for engines that know nothing of schemas. */
export function smallCasbinSet(rules: string, more: Readonly<Record<string, string>> = {}): PolicyFiles {
  return new Map(Object.entries({ ...shape, 'main/model.conf': model, 'main/rules.csv': rules, ...more }));
}

const shape = {
  'main/request-shape.json': JSON.stringify({
    subjects: { User: { level: 'text?' } },
    resources: { Doc: {} },
    actions: { read: { resource: 'Doc', context: { suspended: 'truth' } } },
    data: {},
  }),
};
const model = `
[request_definition]
r = sub, act, obj, ctx, data
[policy_definition]
p = name, act, when, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = r.act == p.act && eval(p.when)
`;

/** Asked of it. */
export const smallQuestion: PolicyQuestion = {
  subject: { type: 'User', id: 'u', properties: {} },
  action: 'read',
  resource: { type: 'Doc', id: 'd', properties: {} },
  context: { suspended: false },
};
