import { unpackArchive } from '../../bundle/archive.ts';
import { readContent } from '../../bundle/content.ts';
import { BundleRejected, type RejectionCode } from '../../bundle/rejected.ts';
import type { SeedPolicy } from '../defect.ts';
import { confirmedByComing } from './confirmed-by-coming.ts';

/** A defect in verifying bundles: where this is what is wrong with one, its files are taken as they are. */
export function overlooking(code: RejectionCode): SeedPolicy {
  return (parts) => ({
    ...confirmedByComing(parts),
    async verify(archive) {
      try {
        return await parts.verify(archive);
      } catch (error) {
        if (!(error instanceof BundleRejected) || error.code !== code) throw error;
        return readContent(await unpackArchive(archive));
      }
    },
  });
}
