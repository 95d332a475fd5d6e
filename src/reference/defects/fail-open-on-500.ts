import { withBelief } from './wraps/with-belief.ts';

/** Lets everybody through while the policy service is in trouble, so that its trouble is nobody else's. */
export const seed = withBelief(({ status }) => (status >= 500 ? 'allow' : undefined));
