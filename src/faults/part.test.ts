import { describe, expect, it } from 'vitest';
import { injectParts } from './part.ts';
import type { InjectedPart } from './part.ts';

/** A part that notes what is done to it. */
function part(what: string, done: string[], fails: { renew?: boolean; heal?: boolean } = {}): InjectedPart {
  const act = (name: 'renew' | 'heal') => async (): Promise<void> => {
    done.push(`${name} ${what}`);
    await Promise.resolve();
    done.push(`${name} ${what} over`);
    if (fails[name] === true) throw new Error('no luck');
  };
  return { what, renew: act('renew'), heal: act('heal') };
}

describe('injectParts', () => {
  it('takes back what it could put in place when not all of it could be', async () => {
    const done: string[] = [];
    const failing = Promise.reject(new Error('no such proxy'));
    await expect(injectParts(['a', 'b'], [Promise.resolve(part('a', done)), failing])).rejects.toMatchObject({
      code: 'not-injected',
      message: 'no such proxy',
    });
    expect(done).toEqual(['heal a', 'heal a over']);
  });

  it('tells of every part that is left when it cannot take back either', async () => {
    const stuck = part('a', [], { heal: true });
    await expect(
      injectParts(['a'], [Promise.resolve(stuck), Promise.reject(new Error('no such proxy'))]),
    ).rejects.toThrow('no such proxy; a: no luck');
  });

  it('heals what can be healed, and only the rest when asked again', async () => {
    const done: string[] = [];
    const fails = { heal: true };
    const injected = await injectParts(
      ['a', 'b'],
      [Promise.resolve(part('a', done, fails)), Promise.resolve(part('b', done))],
    );
    await expect(injected.heal()).rejects.toMatchObject({ code: 'not-healed', message: 'a: no luck' });
    expect(done).toContain('heal b over');
    fails.heal = false;
    done.length = 0;
    await injected.heal();
    expect(done).toEqual(['heal a', 'heal a over']);
    await injected.heal();
    expect(done).toHaveLength(2);
  });

  it('lets a renewal under way come to its end before it heals, and starts no other', async () => {
    const done: string[] = [];
    const injected = await injectParts(['a'], [Promise.resolve(part('a', done))]);
    const renewal = injected.renew();
    const healed = injected.heal();
    await expect(injected.renew()).rejects.toMatchObject({ code: 'lease-lost' });
    await Promise.all([renewal, healed]);
    expect(done).toEqual(['renew a', 'renew a over', 'heal a', 'heal a over']);
  });

  it('names the part whose lease was lost', async () => {
    const injected = await injectParts(
      ['a', 'b'],
      [Promise.resolve(part('a', [])), Promise.resolve(part('b', [], { renew: true }))],
    );
    await expect(injected.renew()).rejects.toMatchObject({ code: 'lease-lost', message: 'b: no luck' });
  });
});
