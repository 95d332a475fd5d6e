import { createMiddleware } from 'hono/factory';
import type { Entity } from '../../engine/engine.ts';
import type { TokenCheck } from '../../service/token-check.ts';
import { callerOf } from '../identity/caller.ts';

/** What later handlers know of the request. */
export interface CallerVariables {
  Variables: { readonly caller: Entity };
}

/** Lets a request through only with a good bearer token, and says who sent it. */
export function authenticate(checkToken: TokenCheck) {
  return createMiddleware<CallerVariables>(async (c, next) => {
    const claims = await checkToken(c.req.header('authorization'));
    const caller = claims === undefined ? undefined : callerOf(claims);
    if (caller === undefined) {
      c.header('www-authenticate', 'Bearer');
      return c.json({ error: 'a valid bearer token is needed' }, 401);
    }
    c.set('caller', caller);
    return next();
  });
}
