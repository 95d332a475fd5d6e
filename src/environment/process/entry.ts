import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** As the program itself is run: `.ts` in the source tree, `.js` once it is built. */
const extension = extname(fileURLToPath(import.meta.url));

/** Path of a child's main module, given from `src/` (or `dist/`) and without its extension: `reference/app/main`. */
export function entryFile(module: string): string {
  return fileURLToPath(new URL(`../../${module}${extension}`, import.meta.url));
}
