import { describe, expect, it } from 'vitest';
import { parseEvaluation, parseEvaluations } from './access-request.ts';
import { evaluateBatch, type Evaluate } from './evaluate.ts';

const request = {
  subject: { type: 'User', id: 'alice' },
  action: { name: 'read' },
  resource: { type: 'Doc', id: 'd' },
};

describe('an access evaluation request', () => {
  it('is a question, whatever unknown fields it holds', () => {
    expect(parseEvaluation({ ...request, foo: 1, subject: { ...request.subject, age: 3 } })).toEqual({
      ok: true,
      value: {
        subject: { type: 'User', id: 'alice', properties: {} },
        action: 'read',
        resource: { type: 'Doc', id: 'd', properties: {} },
        context: {},
      },
    });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', [request]],
    ['no subject', { ...request, subject: undefined }],
    ['a subject in words', { ...request, subject: 'alice' }],
    ['a subject without type', { ...request, subject: { id: 'alice' } }],
    ['an action without name', { ...request, action: {} }],
    ['an action whose name is a number', { ...request, action: { name: 123 } }],
    ['a resource without id', { ...request, resource: { type: 'Doc' } }],
    ['a context in words', { ...request, context: 'low' }],
  ])('is refused with %s', (_what, body) => {
    expect(parseEvaluation(body).ok).toBe(false);
    expect(parseEvaluations(body).ok).toBe(false);
  });
});

/** Allows whoever reads, and says which resource it was asked about. */
const readers: Evaluate = ({ action, resource }) => ({
  decision: action === 'read',
  context: { policyRevision: 1, reason: resource.id },
});

async function answer(body: unknown): Promise<readonly boolean[]> {
  const parsed = parseEvaluations(body);
  if (!parsed.ok) throw new Error(parsed.message);
  if (!('items' in parsed.value)) return [(await readers(parsed.value)).decision];
  return (await evaluateBatch(readers, parsed.value)).map(({ decision }) => decision);
}

const [read, write] = [{ action: { name: 'read' } }, { action: { name: 'write' } }];
const mixed = [read, write, read];

describe('an access evaluations request', () => {
  it('is answered item by item, in order', async () => {
    expect(await answer({ ...request, evaluations: mixed })).toEqual([true, false, true]);
  });

  it('gives every item the defaults it does not replace, and replaces them whole', async () => {
    expect(await answer({ ...request, evaluations: [{}, write] })).toEqual([true, false]);
    const parsed = parseEvaluations({
      ...request,
      resource: { type: 'Doc', id: 'd', properties: { secret: true } },
      evaluations: [{ resource: { type: 'Doc', id: 'e' } }],
    });
    if (!parsed.ok || !('items' in parsed.value)) throw new Error('no batch');
    expect(parsed.value.items[0]).toMatchObject({ value: { resource: { id: 'e', properties: {} } } });
  });

  it('denies an item that is no question, and only that one', async () => {
    const { resource: _without, ...rest } = request;
    const parsed = parseEvaluations({ ...rest, evaluations: [{ resource: request.resource }, {}] });
    if (!parsed.ok || !('items' in parsed.value)) throw new Error('no batch');
    const [first, second] = await evaluateBatch(readers, parsed.value);
    expect(first?.decision).toBe(true);
    expect(second).toMatchObject({ decision: false, context: { error: { status: 400 } } });
  });

  it('stops where its semantic says', async () => {
    const batch = (evaluations_semantic: string, evaluations: unknown) =>
      answer({ ...request, evaluations, options: { evaluations_semantic } });
    expect(await batch('execute_all', mixed)).toEqual([true, false, true]);
    expect(await batch('deny_on_first_deny', mixed)).toEqual([true, false]);
    expect(await batch('permit_on_first_permit', mixed)).toEqual([true]);
    expect(await batch('permit_on_first_permit', [write, read])).toEqual([false, true]);
    expect(
      parseEvaluations({ ...request, evaluations: mixed, options: { evaluations_semantic: 'guess' } }).ok,
    ).toBe(false);
  });

  it('is a single question without items', async () => {
    expect(await answer(request)).toEqual([true]);
    expect(await answer({ ...request, evaluations: [] })).toEqual([true]);
  });
});
