import { oneLine } from '../plain-text.ts';

/** Names are quoted in backticks for reports that set them in another type; a terminal shows them bare. */
export function bare(text: string): string {
  return oneLine(text).replaceAll('`', '');
}
