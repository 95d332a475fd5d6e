import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The package's folder: two above this file, in a checkout (`src/cli`) and when built (`dist/cli`) alike. */
export const packageFolder = fileURLToPath(new URL('../../', import.meta.url));

const manifest = z
  .object({ name: z.string(), version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

/** Who writes the journals and reports. */
export const harness: { readonly name: string; readonly version: string } = {
  name: manifest.name,
  version: manifest.version,
};
