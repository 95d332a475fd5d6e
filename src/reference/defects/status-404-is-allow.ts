import { withBelief } from './wraps/with-belief.ts';

/** Takes it that what the policy service knows nothing of is free to everybody. */
export const seed = withBelief(({ status }) => (status === 404 ? 'allow' : undefined));
