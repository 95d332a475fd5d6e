import type { PolicyFiles, PolicyQuestion } from '../../engine/engine.ts';

const schema = `
  entity User = { id: String, roles: Set<String>, department?: String };
  entity Payment = { department?: String, requestedBy?: String };
  action "payment:approve" appliesTo { principal: [User], resource: [Payment], context: { data: { limit: Long } } };`;

/** So many policies, each in a file of its own and each for a role of its own, as data in a set named `main`. */
export function manyPolicies(count: number): PolicyFiles {
  const files = new Map([
    ['main/schema.cedarschema', schema],
    ['main/data.json', '{"limit":1000}'],
  ]);
  for (let n = 0; n < count; n++)
    files.set(
      `main/role-${n}.cedar`,
      `// Approvers of group ${n}, in their own department only.
@id("approve-in-group-${n}")
permit (principal is User, action == Action::"payment:approve", resource)
when { principal.roles.contains("approver-${n}") }
when { principal has department && resource has department && principal.department == resource.department }
unless { context.data.limit < ${n % 1_000} };
`,
    );
  return files;
}

/** What the policy number `n` allows, and no other. */
export function questionOfMany(n: number): PolicyQuestion {
  return {
    subject: { type: 'User', id: 'u', properties: { roles: [`approver-${n}`], department: 'finance' } },
    action: 'payment:approve',
    resource: { type: 'Payment', id: 'p', properties: { department: 'finance', requestedBy: 'somebody' } },
    context: {},
  };
}
