import { policyToJson } from '@cedar-policy/cedar-wasm/nodejs';

/** One policy of a set. */
export interface Policy {
  /** The file it is from, and its number there. */
  readonly origin: string;
  readonly text: string;
}

/**
 * What a policy is called in reasons: its `@id`, or its origin. The library has to parse it for that, so it is found out when a
 * policy has decided something, and not for every one of thousands.
 */
export function nameOf({ origin, text }: Policy): string {
  const parsed = policyToJson(text);
  return (parsed.type === 'success' ? parsed.json.annotations?.['id'] : undefined) ?? origin;
}
