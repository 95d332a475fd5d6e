import type { ActionDeclaration, Contract } from '../contract/contract.ts';

/** JSON pointers (RFC 6901, with `*` for every item) of what a degraded allow of this action must not show. */
export function hiddenWhenDegraded(
  { obligations }: Pick<Contract, 'obligations'>,
  { whenUnavailable }: Pick<ActionDeclaration, 'whenUnavailable'>,
): readonly string[] {
  if (whenUnavailable?.mode !== 'degrade') return [];
  return whenUnavailable.obligations.flatMap((name) => obligations[name]?.hide ?? []);
}

/** Whether one of the fields that were readable is one of these: an answer is searched for what any obligation of the contract protects. */
export function isHidden(exposed: readonly string[], hide: readonly string[]): boolean {
  return exposed.some((pointer) => hide.some((pattern) => matches(pointer.split('/'), pattern.split('/'))));
}

function matches(pointer: readonly string[], pattern: readonly string[]): boolean {
  return (
    pointer.length === pattern.length &&
    pattern.every((token, index) => token === '*' || token === pointer[index])
  );
}
