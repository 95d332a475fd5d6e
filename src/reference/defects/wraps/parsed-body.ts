import type { HttpAnswer } from '../../app/decide/policy-service.ts';

/** The JSON object in an answer; undefined where there is none. */
export function parsedBody({ body }: HttpAnswer): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
