import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import type { HeaderEvent, JournalEvent } from '../model/event.ts';
import { journalFormat } from '../model/event.ts';
import type { JournalSink } from '../model/journal-sink.ts';
import { eventSchema } from './event-schema.ts';
import { eventSink } from './event-sink.ts';
import { hotLines } from './hot-lines.ts';
import { JournalError } from './journal-error.ts';
import { isObservation } from './observation-guard.ts';

/** What is known of a journal once its last byte was read. */
interface JournalTail {
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string;
  readonly lines: number;
  /** Number of a last line that was cut off in the middle, as a crash leaves it; null for a whole journal. */
  readonly truncatedLine: number | null;
}

export interface Journal extends JournalTail {
  readonly header: HeaderEvent;
  /** In the order of the file, without the header. */
  readonly events: readonly JournalEvent[];
}

/**
 * Reads a whole journal into memory.
 * @throws JournalError as `streamJournal`
 */
export async function readJournal(file: string): Promise<Journal> {
  let header: HeaderEvent | undefined;
  const events: JournalEvent[] = [];
  const sink = eventSink((event) => {
    if (event.type === 'header') header = event;
    else events.push(event);
  });
  const tail = await streamJournal(file, sink);
  if (header === undefined) throw new JournalError(file, 1, 'This journal has no header.');
  return { header, events, ...tail };
}

/**
 * Reads a journal line by line, checked, the header first.
 * @throws JournalError with file and line where the file cannot be read, is empty, is of another format, or holds a line that is no event
 */
export async function streamJournal(file: string, sink: JournalSink): Promise<JournalTail> {
  const hash = createHash('sha256');
  const hot = hotLines();
  let line = 0;

  function take(value: unknown): void {
    line++;
    sink.event(asEvent(file, line, value));
  }

  /** @param end behind the line feed of the last line */
  function takeLines(bytes: Buffer, end: number): void {
    hot.over(bytes);
    let at = 0;
    while (at < end) {
      const next = line === 0 ? undefined : hot.read(at, sink);
      if (next === undefined) {
        const feed = bytes.indexOf(0x0a, at);
        take(parseLine(file, line + 1, bytes.toString('utf8', at, feed)));
        at = feed + 1;
      } else {
        line++;
        at = next;
      }
    }
  }

  const rest = await readBlocks(file, (bytes, fresh) => {
    hash.update(fresh);
    const end = bytes.lastIndexOf(0x0a) + 1;
    takeLines(bytes, end);
    return end;
  });

  let truncatedLine: number | null = null;
  if (rest.length > 0) {
    // Only a line without its line feed can be half a line; whole but for the line feed, it counts.
    const text = rest.toString('utf8');
    if (isJson(text)) take(parseLine(file, line + 1, text));
    else truncatedLine = line + 1;
  }
  if (line === 0) throw new JournalError(file, 1, 'This journal is empty: it holds not even a whole header.');
  return { sha256: hash.digest('hex'), lines: line, truncatedLine };
}

/** Bytes that are read at once. */
const blockBytes = 1 << 20;

/**
 * Reads a file block by block into one piece of memory, so that a long journal leaves no trail of them.
 * @param onBlock is given what was left of the block before with what was read since, and this alone; says how much of it is done with
 * @returns what is left at the end
 * @throws JournalError where the file cannot be read
 */
async function readBlocks(file: string, onBlock: (bytes: Buffer, fresh: Buffer) => number): Promise<Buffer> {
  const handle = await open(file).catch((error: unknown) => cannotRead(file, error));
  try {
    let memory = Buffer.allocUnsafe(2 * blockBytes);
    let left = 0;
    for (;;) {
      const read = handle.read(memory, left, blockBytes);
      const { bytesRead } = await read.catch((error: unknown) => cannotRead(file, error));
      if (bytesRead === 0) return memory.subarray(0, left);
      const end = left + bytesRead;
      const done = onBlock(memory.subarray(0, end), memory.subarray(left, end));
      left = end - done;
      // A line may be longer than any block.
      const next = left + blockBytes > memory.length ? Buffer.allocUnsafe(2 * memory.length) : memory;
      memory.copy(next, 0, done, end);
      memory = next;
    }
  } finally {
    await handle.close();
  }
}

function cannotRead(file: string, error: unknown): never {
  if (!(error instanceof Error)) throw error;
  throw new JournalError(file, 0, `The journal cannot be read: ${error.message}.`, { cause: error });
}

function parseLine(file: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JournalError(file, line, 'This line is not JSON.', { cause: error });
  }
}

function asEvent(file: string, line: number, value: unknown): JournalEvent {
  if (line === 1) refuseOtherFormat(file, value);
  else if (isObservation(value)) return value;

  const parsed = eventSchema.safeParse(value);
  if (!parsed.success)
    throw new JournalError(file, line, `This line is no journal event: ${firstProblem(parsed.error)}.`);
  if ((parsed.data.type === 'header') !== (line === 1))
    throw new JournalError(
      file,
      line,
      line === 1 ? 'A journal starts with its header.' : 'This is a second header.',
    );
  return parsed.data;
}

function refuseOtherFormat(file: string, value: unknown): void {
  const known = z.looseObject({ type: z.literal('header'), format: z.unknown() }).safeParse(value);
  if (!known.success) throw new JournalError(file, 1, 'This is no journal: its first line is not a header.');
  if (known.data.format !== journalFormat)
    throw new JournalError(
      file,
      1,
      `This journal is of format ${JSON.stringify(known.data.format)}; this version reads format ${journalFormat}.`,
    );
}

function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'unknown problem';
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
