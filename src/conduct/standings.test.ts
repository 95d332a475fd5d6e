import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedEntry } from '../environment/environment.ts';
import type { ProxyEdge } from '../model/event.ts';
import { proxyEdges } from '../model/event.ts';
import { endsBy, keepStandings } from './standings.ts';
import type { Standing } from './standings.ts';

const path = 'r0.policy-service';
const off = { path };
const toxic = { path, toxic: 't' };

function entry(edge: ProxyEdge, more: Partial<FeedEntry> = {}): FeedEntry {
  return { id: 1, path, edge, ...more };
}

function standingAfter(put: typeof off, ...events: readonly FeedEntry[]): Standing | undefined {
  const standings = keepStandings();
  for (const event of events) standings.take(event);
  return standings.of(put);
}

describe('the standing of what is in the fault proxy', () => {
  it('is not known before anything was said of it', () => {
    const others = [
      entry('toxic-added', { toxic: 'u' }),
      entry('proxy-disabled', { path: 'r1.policy-service' }),
    ];
    expect(standingAfter(toxic, ...others)).toBeUndefined();
    expect(standingAfter(off, ...others)).toBeUndefined();
  });

  it('follows a toxic', () => {
    const added = entry('toxic-added', { toxic: 't', id: 4 });
    expect(standingAfter(toxic, added)).toEqual({ there: true, event: 4 });
    // Its lease is over, and it is taken away with the next event.
    expect(standingAfter(toxic, added, entry('lease-expired', { toxic: 't' }))).toMatchObject({
      there: true,
    });
    expect(standingAfter(toxic, added, entry('toxic-removed', { toxic: 't', id: 6 }))).toEqual({
      there: false,
      event: 6,
    });
  });

  it('follows a path that is turned off and on', () => {
    expect(standingAfter(off, entry('proxy-disabled'))).toMatchObject({ there: true });
    expect(standingAfter(off, entry('proxy-disabled'), entry('proxy-enabled'))).toMatchObject({
      there: false,
    });
  });

  it('ends with the proxy', () => {
    const put = [entry('toxic-added', { toxic: 't' }), entry('proxy-disabled'), entry('proxy-removed')];
    expect(standingAfter(toxic, ...put)).toMatchObject({ there: false });
    expect(standingAfter(off, ...put)).toMatchObject({ there: false });
  });

  it('never turns from there to gone without an event that ends it', () => {
    const entries = fc.record({
      id: fc.nat(),
      path: fc.constantFrom(path, 'r1.policy-service'),
      edge: fc.constantFrom(...proxyEdges),
      toxic: fc.constantFrom('t', 'u', undefined),
    });
    fc.assert(
      fc.property(fc.array(entries), fc.constantFrom(off, toxic), (events, put) => {
        const standings = keepStandings();
        const unexplained = events.filter(({ toxic: name, ...event }) => {
          const told = { ...event, ...(name === undefined ? {} : { toxic: name }) };
          const before = standings.of(put)?.there;
          standings.take(told);
          return before === true && standings.of(put)?.there === false && !endsBy(told, put);
        });
        expect(unexplained).toEqual([]);
      }),
    );
  });
});

describe('an event', () => {
  it.each<[ProxyEdge, string | undefined, boolean, boolean]>([
    ['lease-expired', 't', false, true],
    ['lease-expired', undefined, true, false],
    ['toxic-removed', 't', false, true],
    ['toxic-removed', 'u', false, false],
    ['proxy-enabled', undefined, true, false],
    ['proxy-removed', undefined, true, true],
    ['proxy-disabled', undefined, false, false],
    ['toxic-updated', 't', false, false],
    ['upstream-unreachable', undefined, false, false],
  ])('%s of %s ends a path that is off: %s, a toxic: %s', (edge, name, endsOff, endsToxic) => {
    const told = entry(edge, name === undefined ? {} : { toxic: name });
    expect([endsBy(told, off), endsBy(told, toxic)]).toEqual([endsOff, endsToxic]);
    expect(endsBy({ ...told, path: 'r1.policy-service' }, toxic)).toBe(false);
  });
});
