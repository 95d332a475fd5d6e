import { parsedBody } from './wraps/parsed-body.ts';
import { withBelief } from './wraps/with-belief.ts';

/** Looks for a decision that forbids, and finds none. */
export const seed = withBelief((answer) => {
  const body = parsedBody(answer);
  return answer.status === 200 && body !== undefined && !('decision' in body) ? 'allow' : undefined;
});
