import type { RequestTemplate, Target } from '../target/target.ts';

/** A probe's request, ready but for its bearer token. */
export interface ProbeRequest {
  readonly method: RequestTemplate['method'];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * The request that asks the target for a decision: the action's template with `{id}` and `{type}` filled in.
 * @param on `<type>/<id>`
 * @throws where the target does not say how to ask for the action
 */
export function probeRequest(
  target: Pick<Target, 'id' | 'requests'>,
  action: string,
  on: string,
): ProbeRequest {
  const template = target.requests[action];
  if (template === undefined) throw new Error(`The target "${target.id}" has no request for "${action}".`);
  const slash = on.indexOf('/');
  const values = { type: on.slice(0, slash), id: on.slice(slash + 1) };
  const hasBody = template.body !== undefined && template.body !== null;
  return {
    method: template.method,
    path: filled(template.path, { type: encodeURIComponent(values.type), id: encodeURIComponent(values.id) }),
    headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...template.headers },
    body: hasBody ? JSON.stringify(template.body, (_key, part) => filledText(part, values)) : null,
  };
}

interface ResourceParts {
  readonly type: string;
  readonly id: string;
}

function filled(text: string, parts: ResourceParts): string {
  return text.replaceAll('{id}', () => parts.id).replaceAll('{type}', () => parts.type);
}

function filledText(part: unknown, parts: ResourceParts): unknown {
  return typeof part === 'string' ? filled(part, parts) : part;
}
