/**
 * Attributes of which only those that are there can be read. casbin's expressions give `undefined` for the others, so that a rule
 * that forbids by one would be silent; with these it fails, and what fails is denied. `has` of the rule functions asks first.
 * @param what they are attributes of
 */
export function strict<T extends Readonly<Record<string, unknown>>>(attributes: T, what: string): T {
  return new Proxy(attributes, {
    get(target, name) {
      if (!Object.hasOwn(target, name)) throw new Error(`the ${what} has no ${String(name)}`);
      return Reflect.get(target, name);
    },
  });
}
