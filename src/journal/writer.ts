import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JournalEvent, ObservationEvent } from '../model/event.ts';
import { defaultSecretFields, fieldRedactor, redactText } from './redact.ts';

/** An open journal. What is written is on its way to the file within `flushEveryMs`, whatever happens after. */
export interface JournalWriter {
  readonly file: string;
  /** Appends an event. Never waits; a write that fails shows in `failed`, `flush` and `close`. */
  write(event: JournalEvent): void;
  /** The same for the one kind of event that comes by the thousand: no field of it is looked at singly. */
  observation(event: ObservationEvent): void;
  /** Resolves when everything written so far is with the operating system, and so survives a kill -9 of this process. */
  flush(): Promise<void>;
  /** Flushes and closes; the last line is then complete. Rejects where anything could not be written. */
  close(): Promise<void>;
  /** Rejects when a write fails (a full disk); stays pending otherwise. */
  readonly failed: Promise<never>;
}

export interface JournalOptions {
  /** Longest that an event stays in memory; 100 ms unless told. */
  readonly flushEveryMs?: number;
  /** Fields to redact besides the usual ones. */
  readonly secretFields?: readonly string[];
}

/**
 * Opens a new journal for appending; makes its folder.
 * @throws where the file exists already (a journal is never overwritten) or cannot be made
 */
export async function openJournal(file: string, options: JournalOptions = {}): Promise<JournalWriter> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'ax');
  const redactFields = fieldRedactor([...defaultSecretFields, ...(options.secretFields ?? [])]);
  const failure = Promise.withResolvers<never>();
  // Whoever cares races against it; nobody has to.
  failure.promise.catch(() => {});

  let waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    if (waiting.length === 0) return writing;
    const text = `${waiting.join('\n')}\n`;
    waiting = [];
    // One write at a time keeps the lines in order; after a failure nothing more is appended behind the gap.
    writing = writing.then(() => handle.appendFile(text));
    writing.catch(failure.reject);
    return writing;
  }

  const timer = setInterval(() => void flush().catch(failure.reject), options.flushEveryMs ?? 100);

  return {
    file,
    failed: failure.promise,
    write: (event) => {
      waiting.push(redactText(JSON.stringify(event, redactFields)));
    },
    observation: (event) => {
      waiting.push(redactText(JSON.stringify(event)));
    },
    flush,
    close: async () => {
      clearInterval(timer);
      try {
        await flush();
      } finally {
        await handle.close();
      }
    },
  };
}
