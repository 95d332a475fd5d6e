import { parsedBody } from './wraps/parsed-body.ts';
import { withBelief } from './wraps/with-belief.ts';

/** Catches what the parser throws and goes on as if nothing had been against it. */
export const seed = withBelief((answer) => {
  const broken = answer.status === 200 && answer.body.startsWith('{') && parsedBody(answer) === undefined;
  return broken ? 'allow' : undefined;
});
