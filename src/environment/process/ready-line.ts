import { z } from 'zod';

const readyLine = z.discriminatedUnion('ready', [
  z.object({
    ready: z.literal(true),
    name: z.string(),
    url: z.url(),
    controlUrl: z.url().optional(),
    helpers: z.array(z.object({ name: z.string(), pid: z.int().positive() })).optional(),
  }),
  z.object({
    ready: z.literal(false),
    name: z.string(),
    error: z.string(),
    code: z.string().optional(),
  }),
]);

/**
 * The one line that a child writes to stdout: where it listens, or why it cannot. `helpers` are processes that work for it
 * and end with it.
 */
export type ReadyLine = z.infer<typeof readyLine>;

/**
 * Reads a line of a child's stdout.
 * @returns `undefined` where it is not a ready line: a child may not write anything else before it, but a
 * runtime's own notice must not be taken for readiness
 */
export function parseReadyLine(line: string): ReadyLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = readyLine.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
