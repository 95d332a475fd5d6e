import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modes } from '../model/decision.ts';
import {
  allowOnly,
  answer,
  answersIn,
  decisionSet,
  denyOnly,
  holds,
  holdsOtherwise,
  noAnswers,
} from './answer-set.ts';

const decision = fc.constantFrom('allow' as const, 'deny' as const);
const mode = fc.constantFrom(...modes);

describe('a set of answers', () => {
  it('holds exactly the answers that were put in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(decision, mode)), decision, mode, (put, d, m) => {
        const set = put.reduce((all, [pd, pm]) => all | answer(pd, pm), noAnswers);
        expect(holds(set, d, m)).toBe(put.some(([pd, pm]) => pd === d && pm === m));
        expect(holds(set, d, undefined)).toBe(put.some(([pd]) => pd === d));
        expect(holdsOtherwise(set, d, m)).toBe(put.some(([pd, pm]) => pd === d && pm !== m));
      }),
    );
  });

  it('spreads a set of decisions over one mode', () => {
    expect(answersIn(allowOnly | denyOnly, 'cache')).toBe(answer('allow', 'cache') | answer('deny', 'cache'));
    expect(answersIn(decisionSet('deny'), 'local')).toBe(answer('deny', 'local'));
    expect(answersIn(0, 'local')).toBe(noAnswers);
  });
});
