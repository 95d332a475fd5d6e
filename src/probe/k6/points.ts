import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { answerMetric } from './script-input.ts';
import type { ReportedAnswer } from './script-input.ts';

/** What a line of k6's JSON output may tell us. */
export type Point =
  | { readonly kind: 'answer'; readonly turn: number; readonly answer: ReportedAnswer }
  /** Arrivals that k6 had nobody free for. */
  | { readonly kind: 'dropped'; readonly count: number };

const droppedMetric = 'dropped_iterations';

/** k6's JSON output, a line: "JSON" under "Results output" in its documentation. `metadata` is left out where there is none. */
const pointLine = z.object({
  type: z.literal('Point'),
  metric: z.string(),
  data: z.object({ value: z.number(), metadata: z.record(z.string(), z.string()).optional() }),
});

const metadata = z.object({ turn: z.coerce.number().int(), answer: z.string() });

const reported: z.ZodType<ReportedAnswer> = z.object({
  before: z.number(),
  after: z.number(),
  tookMs: z.number().min(0),
  status: z.int().min(0),
  errorCode: z.int(),
  error: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

/**
 * Reads one line of k6's JSON output; undefined where it is none of our business.
 * @throws where it is, and not as k6 and our script write it
 */
export function readPoint(line: string): Point | undefined {
  // Most lines are of k6's own metrics, which need not be parsed.
  if (!line.includes(answerMetric) && !line.includes(droppedMetric)) return undefined;
  const parsed: unknown = JSON.parse(line);
  const point = pointLine.safeParse(parsed);
  if (!point.success) return undefined;
  const { metric, data } = point.data;
  if (metric === droppedMetric) return { kind: 'dropped', count: data.value };
  if (metric !== answerMetric) return undefined;
  const { turn, answer } = metadata.parse(data.metadata);
  return { kind: 'answer', turn, answer: reported.parse(JSON.parse(answer)) };
}

/** Reads a file that another process appends to, line by line. */
export interface Tail {
  /** Hands on every line that is whole by now. Nothing where the file is not there yet. */
  read(): Promise<void>;
  close(): Promise<void>;
}

const chunkBytes = 1 << 16;

/** Begins at the start of the file. */
export function tailLines(file: string, onLine: (line: string) => void): Tail {
  const chunk = Buffer.alloc(chunkBytes);
  let handle: FileHandle | undefined;
  let position = 0;
  let rest: Buffer[] = [];

  function take(bytes: Buffer): void {
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      rest.push(bytes.subarray(from, end));
      onLine(Buffer.concat(rest).toString('utf8'));
      rest = [];
      from = end + 1;
    }
    // What is left is in a buffer that will be written over.
    if (from < bytes.length) rest.push(Buffer.from(bytes.subarray(from)));
  }

  return {
    read: async () => {
      handle ??= await openIfThere(file);
      if (handle === undefined) return;
      for (;;) {
        const { bytesRead } = await handle.read(chunk, 0, chunkBytes, position);
        if (bytesRead === 0) return;
        position += bytesRead;
        take(chunk.subarray(0, bytesRead));
      }
    },
    close: async () => {
      await handle?.close();
      handle = undefined;
    },
  };
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
