import { describe, expect, it } from 'vitest';
import type { ObservationEvent } from '../model/event.ts';
import type { Cell, WrongAnswer } from '../plan/plan.ts';
import type { PolicyContent } from './policy-content.ts';
import { changeOver, showsWrong } from './policy-content.ts';

const alice: Cell = {
  as: 'alice',
  do: 'report:export',
  on: 'report/r-1',
  expect: 'allow',
  whenDegraded: 'deny',
  undeclared: false,
};
const mallory: Cell = { ...alice, as: 'mallory', expect: 'deny' };

function content(...wrong: readonly (readonly [number, WrongAnswer])[]): PolicyContent {
  return { revision: 1, wrong: new Map(wrong) };
}

function seen(cell: number, outcome: 'allow' | 'deny' | 'error'): ObservationEvent {
  const times = { intended: 0, sent: 0, received: 1 };
  return { type: 'observation', id: 0, cell, replica: 'r0', ...times, outcome, mode: 'remote' };
}

describe('an answer of a bad rule', () => {
  it('is the wrong decision, unless the application says that it fell back', () => {
    expect(showsWrong(alice, 'deny', { outcome: 'deny', mode: 'remote' })).toBe(true);
    expect(showsWrong(alice, 'deny', { outcome: 'deny' })).toBe(true);
    expect(showsWrong(alice, 'deny', { outcome: 'deny', mode: 'cache' })).toBe(true);
    expect(showsWrong(alice, 'deny', { outcome: 'deny', mode: 'deny' })).toBe(false);
    expect(showsWrong(alice, 'deny', { outcome: 'deny', mode: 'degrade' })).toBe(false);
    expect(showsWrong(alice, 'deny', { outcome: 'allow', mode: 'remote' })).toBe(false);
    expect(showsWrong(alice, 'deny', { outcome: 'timeout' })).toBeUndefined();
  });

  it('that comes to none in time is the fallback, or nothing', () => {
    expect(showsWrong(alice, 'none', { outcome: 'allow', mode: 'cache' })).toBe(true);
    expect(showsWrong(alice, 'none', { outcome: 'timeout' })).toBe(true);
    expect(showsWrong(alice, 'none', { outcome: 'allow', mode: 'remote' })).toBe(false);
    expect(showsWrong(alice, 'none', { outcome: 'deny', mode: 'local' })).toBe(false);
  });
});

describe('a change from one content to another', () => {
  it('concerns what it makes wrong, and shows there by the wrong answer', () => {
    const { cells, isNew } = changeOver([alice, mallory], content(), content([1, 'allow']));
    expect(cells).toEqual([1]);
    expect(isNew(seen(1, 'allow'))).toBe(true);
    expect(isNew(seen(1, 'deny'))).toBe(false);
    expect(isNew(seen(1, 'error'))).toBeUndefined();
  });

  it('concerns what it makes right again, and shows there by any answer but the wrong one', () => {
    const { cells, isNew } = changeOver([alice, mallory], content([1, 'allow']), content());
    expect(cells).toEqual([1]);
    expect(isNew(seen(1, 'allow'))).toBe(false);
    expect(isNew(seen(1, 'deny'))).toBe(true);
    expect(isNew(seen(1, 'error'))).toBeUndefined();
  });

  it('from one bad rule to another leaves out what both get wrong in the same way', () => {
    const from = content([0, 'deny'], [1, 'allow']);
    expect(changeOver([alice, mallory], from, content([0, 'none'], [1, 'allow'])).cells).toEqual([0]);
    expect(changeOver([alice, mallory], from, from).cells).toEqual([]);
  });
});
