import { describe, expect, it } from 'vitest';
import { markupOf } from './html.ts';
import { laneDrawing } from './lane.ts';

const none = [0, 0, 0, 0];
const lane = { action: 'a', allowed: none, fallbackAllowed: none, denied: none, noDecision: none };

describe('a lane of the timeline', () => {
  it('stacks what was answered in steps, the upper layers behind the lower', () => {
    const drawn = markupOf(laneDrawing({ ...lane, allowed: [2, 2, 0, 1], denied: [0, 2, 2, 0] }, 0, 0, 4));
    expect(drawn.match(/<path.*?\/>/gu)).toEqual([
      '<path class="denied" d="M8 36V0h8V18h8V36z" />',
      '<path class="allowed" d="M0 36V18h16V36zM24 36V27h8V36z" />',
    ]);
  });

  it('draws only the steps that are shown', () => {
    const drawn = markupOf(laneDrawing({ ...lane, allowed: [9, 1, 1, 9] }, 0, 1, 3));
    expect(drawn).toContain('viewBox="0 0 16 36"');
    expect(drawn).toContain('d="M0 36V0h16V36z"');
  });

  it('draws nothing for what did not occur', () => {
    expect(markupOf(laneDrawing(lane, 0, 0, 4))).not.toContain('<path');
    const empty = { action: 'a', allowed: [], fallbackAllowed: [], denied: [], noDecision: [] };
    expect(markupOf(laneDrawing(empty, 0, 0, 1))).not.toContain('<path');
  });

  it('draws steps together when there are more than a screen can show', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => index % 7);
    const drawn = markupOf(laneDrawing({ ...lane, allowed: many }, 0, 0, many.length));
    expect(drawn).toContain('viewBox="0 0 1200 36"');
    expect(drawn.length).toBeLessThan(3_000);
  });
});
