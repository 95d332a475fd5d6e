import { withBelief } from './wraps/with-belief.ts';

/** Takes its own missing credential for a question that needs no permission. */
export const seed = withBelief(({ status }) => (status === 401 ? 'allow' : undefined));
