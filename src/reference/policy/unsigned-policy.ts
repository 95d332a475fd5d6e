import { z } from 'zod';
import { BundleRejected } from '../bundle/rejected.ts';
import type { VerifiedPolicy } from './policy-parts.ts';

const body = z.strictObject({ revision: z.int().positive(), files: z.record(z.string(), z.string()) });

/**
 * Reads a policy that is served as JSON: `{revision, files}`, files by their path in the bundle's root. Nobody has
 * signed it; that it came from the service is all there is to believe.
 * @throws BundleRejected `malformed-archive`
 */
export async function readUnsigned(archive: Buffer): Promise<VerifiedPolicy> {
  try {
    const { revision, files } = body.parse(JSON.parse(archive.toString('utf8')));
    return { revision, policies: new Map(Object.entries(files)) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BundleRejected('malformed-archive', why, { cause });
  }
}
