/** What a rule can say beside comparisons: `contains(r.sub.roles, 'approver')`. All throw where they are given something else. */
export const ruleFunctions: Readonly<Record<string, (...values: unknown[]) => boolean>> = {
  /** Whether an entity has an attribute. */
  has: (entity, name) => Object.hasOwn(objectOf(entity), textOf(name)),
  contains: (texts, text) => textsOf(texts).includes(textOf(text)),
  containsAny: (texts, ...some) => some.some((text) => textsOf(texts).includes(textOf(text))),
};

function objectOf(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError('this has no attributes');
  return value;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('this is no text');
  return value;
}

function textsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('these are no texts');
  return value;
}
