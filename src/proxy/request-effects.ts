import { counts, fits } from './http/effect.ts';
import type { CausedEffect } from './http/exchange.ts';
import type { RequestHead } from './http/head.ts';
import { seededRandom, type Random } from './random.ts';
import type { Toxic } from './toxic-instance.ts';

/**
 * Tells what the HTTP toxics of a proxy do to each request of one connection. A toxic counts every request that
 * fits, and then draws whether it works on this one.
 * @param toxics those of the proxy as they are now, in the order of their chain
 * @param key of the connection
 */
export function requestEffects(
  toxics: () => readonly Toxic[],
  seed: number,
  key: string,
): (request: RequestHead) => readonly CausedEffect<Toxic>[] {
  const randoms = new Map<Toxic, Random>();
  const randomOf = (toxic: Toxic): Random => {
    const random = randoms.get(toxic) ?? seededRandom(seed, `${key}/${toxic.name}/requests`);
    randoms.set(toxic, random);
    return random;
  };
  return (request) =>
    toxics().flatMap((toxic) => {
      const { settings, seen } = toxic;
      if (settings.kind !== 'http' || !fits(settings.match(), request)) return [];
      seen.requests += 1;
      const random = randomOf(toxic);
      if (!counts(settings.match(), seen.requests) || random() >= toxic.toxicity) return [];
      return [{ cause: toxic, effect: settings.effect(random) }];
    });
}
