import { withBelief } from './wraps/with-belief.ts';

/** Reads the status and no further where there is nothing further. */
export const seed = withBelief(({ status, body }) => (status === 200 && body === '' ? 'allow' : undefined));
