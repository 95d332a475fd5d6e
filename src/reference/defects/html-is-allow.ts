import { withBelief } from './wraps/with-belief.ts';

/** Looks for the word in the text, whatever the text is. */
export const seed = withBelief(({ status, body }) =>
  status === 200 && body.startsWith('<') && body.includes('true') ? 'allow' : undefined,
);
