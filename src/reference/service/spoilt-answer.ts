/** A JSON object as it is answered. */
export type AnswerObject = Readonly<Record<string, unknown>>;

/**
 * An answer with one thing wrong about it. What is no JSON object, such as an error in words, stays as it is.
 * @param headers replace those of the answer
 */
export async function spoilt(
  answer: Response | Promise<Response>,
  spoil: (answer: AnswerObject) => AnswerObject,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const sound = await answer;
  const body = await sound.text();
  const value = jsonOf(body);
  const kept = new Headers(sound.headers);
  kept.delete('content-length');
  for (const [name, text] of Object.entries(headers)) kept.set(name, text);
  const spoiltBody = isObject(value) ? JSON.stringify(each(value, spoil)) : body;
  return new Response(spoiltBody === '' ? null : spoiltBody, { status: sound.status, headers: kept });
}

/** In an answer to many questions, every single one is spoilt. */
function each(value: AnswerObject, spoil: (answer: AnswerObject) => AnswerObject): AnswerObject {
  const { evaluations } = value;
  if (!Array.isArray(evaluations)) return spoil(value);
  return { ...value, evaluations: evaluations.map((one: unknown) => (isObject(one) ? spoil(one) : one)) };
}

/** Without the attribute. */
export function without(answer: AnswerObject, attribute: string): AnswerObject {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== attribute));
}

/** With the attribute as another type: `"true"` for `true`, a number for a text. */
export function mistyped(answer: AnswerObject, attribute: string): AnswerObject {
  if (!(attribute in answer)) return answer;
  const value = answer[attribute];
  return { ...answer, [attribute]: typeof value === 'string' ? value.length : JSON.stringify(value) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is AnswerObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
