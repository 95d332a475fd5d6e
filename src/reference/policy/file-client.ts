import { readFile } from 'node:fs/promises';
import type { BundleClient } from './bundle-client.ts';
import { sha256Of } from './policy-state.ts';

/** A bundle that comes as a file: asking for it is reading it. */
export function createFileClient(file: string): BundleClient {
  return {
    async fetch() {
      const archive = await readFile(file);
      return { kind: 'bundle', archive, etag: sha256Of(archive), confirmation: undefined, holdsBack: false };
    },
    close: async () => undefined,
  };
}
