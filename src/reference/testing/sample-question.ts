import type { Question } from '../app/decide/question.ts';

/** Alice asks to read an invoice, unless the test says otherwise. */
export function sampleQuestion(overrides: Partial<Question> = {}): Question {
  return {
    id: 'd-1',
    subject: { type: 'User', id: 'alice', properties: { roles: ['finance'] } },
    action: 'invoice:read',
    resource: {
      name: 'invoice/i-1',
      entity: { type: 'Invoice', id: 'i-1', properties: { department: 'sales' } },
    },
    deadline: performance.now() + 60_000,
    ...overrides,
  };
}
