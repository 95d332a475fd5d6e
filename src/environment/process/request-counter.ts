import { z } from 'zod';
import type { Environment } from '../environment.ts';
import { controlCall } from './control-call.ts';

/** `{"evaluations": 17}`: by whatever name the service calls its questions. */
const counted = z.record(z.string(), z.int().nonnegative());

/** Reads how many questions have reached a service through its control port; rejects for one that does not count. */
export function requestCounter(services: Environment['services']): NonNullable<Environment['countRequests']> {
  return async (dependency, signal) => {
    const { controlUrl } = services[dependency];
    const counts = counted.parse(await controlCall(`${controlUrl}/control/requests`, { signal }));
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  };
}
