import { describe, expect, it } from 'vitest';
import { carriesMark, environmentMark, processTitle } from './run-mark.ts';

describe('a run mark', () => {
  it('is found in a title', () => {
    expect(carriesMark(processTitle('r0', 'run-1/some'), 'run-1/some')).toBe(true);
  });

  it('is found on the command line that has yet to become a title', () => {
    expect(carriesMark(`node --title=${processTitle('r0', 'run-1/some')} main.ts`, 'run-1/some')).toBe(true);
  });

  it.each(['run-1/so', 'un-1/some', 'run-1/some-other', ''])('is no other: %j', (mark) => {
    expect(carriesMark(processTitle('r0', 'run-1/some'), mark)).toBe(false);
  });

  it('is one word, whatever a scenario is called', () => {
    expect(environmentMark('run-1', 'a scenario\nof "mine"')).toBe('run-1/a_scenario_of__mine_');
  });
});
