import { parsedBody } from './wraps/parsed-body.ts';
import { withBelief } from './wraps/with-belief.ts';

/** Asks whether the decision is truthy: the text "true" is, and so is the text "false". */
export const seed = withBelief((answer) => {
  const decision = parsedBody(answer)?.['decision'];
  return answer.status === 200 && typeof decision === 'string' && decision !== '' ? 'allow' : undefined;
});
