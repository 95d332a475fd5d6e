import { describe, expect, it } from 'vitest';
import { markupOf } from './html.ts';
import { lanePaths } from './lane.ts';

const none = [0, 0, 0, 0];
const lane = { action: 'a', allowed: none, fallbackAllowed: none, denied: none, noDecision: none };

describe('a lane of the timeline', () => {
  it('stacks what was answered in steps', () => {
    const drawn = markupOf(lanePaths({ ...lane, allowed: [2, 2, 0, 1], denied: [0, 2, 2, 0] }));
    expect(drawn).toContain('<path class="allowed" d="M0 36V18H500V36ZM750 36V27H1000V36Z" />');
    expect(drawn).toContain('<path class="denied" d="M250 18V0H500V18H750V36H500V18Z" />');
  });

  it('draws nothing for what did not occur', () => {
    expect(markupOf(lanePaths(lane))).not.toContain('<path');
    expect(
      markupOf(lanePaths({ ...lane, allowed: [], fallbackAllowed: [], denied: [], noDecision: [] })),
    ).not.toContain('<path');
  });

  it('draws steps together when there are more than a screen can show', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => index % 7);
    expect(markupOf(lanePaths({ ...lane, allowed: many })).length).toBeLessThan(6_000);
  });
});
