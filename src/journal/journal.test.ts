import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeaderEvent, JournalEvent, ObservationEvent } from '../model/event.ts';
import { eventSink } from './event-sink.ts';
import { readJournal, streamJournal } from './reader.ts';
import { openJournal } from './writer.ts';

const header: HeaderEvent = {
  type: 'header',
  format: 1,
  runId: 'run',
  index: 0,
  startedAt: '2026-01-01T00:00:00.000Z',
  harness: { name: 'authz-drill', version: '0.1.0' },
  machine: { node: 'v24', platform: 'linux', cpus: 2 },
  reproduce: 'authz-drill run',
  defect: null,
  commit: null,
  plan: { cells: [] },
};
const observation: ObservationEvent = {
  type: 'observation',
  id: 0,
  cell: 1,
  replica: 'r0',
  intended: 0,
  sent: 0.5,
  received: 3.25,
  outcome: 'allow',
};
const end: JournalEvent = { type: 'end', t: 9, reason: 'completed', requested: 1, achieved: 1 };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authz-drill-journal-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function journalOf(...lines: readonly string[]): Promise<string> {
  const file = join(folder, 'given.ndjson');
  await writeFile(file, lines.map((line) => `${line}\n`).join(''));
  return file;
}

describe('a journal', () => {
  it('is read back as it was written, with the hash of its bytes', async () => {
    const file = join(folder, 'deep', 'a.ndjson');
    const writer = await openJournal(file);
    writer.write(header);
    writer.observation(observation);
    writer.write(end);
    await writer.close();

    const journal = await readJournal(file);
    expect(journal.header).toEqual(header);
    expect(journal.events).toEqual([observation, end]);
    expect(journal.truncatedLine).toBeNull();
    expect(journal.lines).toBe(3);
    expect(journal.sha256).toBe(
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    );
  });

  it('is with the system after a flush, without being closed', async () => {
    const writer = await openJournal(join(folder, 'a.ndjson'), { flushEveryMs: 60_000 });
    writer.write(header);
    await writer.flush();
    expect((await readJournal(writer.file)).header).toEqual(header);
    await writer.close();
  });

  it('is flushed by itself', async () => {
    const writer = await openJournal(join(folder, 'a.ndjson'), { flushEveryMs: 5 });
    writer.write(header);
    await expect.poll(() => readFile(writer.file, 'utf8')).toContain('"runId"');
    await writer.close();
  });

  it('is never written over another', async () => {
    const file = await journalOf('{}');
    await expect(openJournal(file)).rejects.toThrow('EEXIST');
  });

  it('holds no token and no secret field', async () => {
    const writer = await openJournal(join(folder, 'a.ndjson'), { secretFields: ['iban'] });
    const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
    writer.write({ ...header, plan: { authorization: 'Basic YTpi', iban: 'DE02', note: `Bearer ${token}` } });
    writer.observation({ ...observation, reason: `bad token ${token}` });
    await writer.close();
    const text = await readFile(writer.file, 'utf8');
    for (const secret of ['YTpi', 'DE02', 'eyJ', 'c2lnbmF0dXJl']) expect(text).not.toContain(secret);
    expect((await readJournal(writer.file)).events).toHaveLength(1);
  });
});

describe('reading a journal', () => {
  it('tolerates and reports a last line that was cut off', async () => {
    const file = await journalOf(JSON.stringify(header), JSON.stringify(observation));
    await appendFile(file, JSON.stringify(end).slice(0, 20));
    const journal = await readJournal(file);
    expect(journal.events).toEqual([observation]);
    expect(journal.truncatedLine).toBe(3);
  });

  it('counts a last line that only lacks its line feed', async () => {
    const file = await journalOf(JSON.stringify(header));
    await appendFile(file, JSON.stringify(end));
    const journal = await readJournal(file);
    expect(journal.events).toEqual([end]);
    expect(journal.truncatedLine).toBeNull();
  });

  it('keeps lines whole across the blocks of a file', async () => {
    const many = Array.from({ length: 12_000 }, (_, id) => ({
      ...observation,
      id,
      reason: 'Grüße, naïve façade',
    }));
    const file = await journalOf(JSON.stringify(header), ...many.map((one) => JSON.stringify(one)));
    expect((await readJournal(file)).events).toEqual(many);
  });

  it('takes lines that are longer than what is read at once', async () => {
    const long = { ...observation, reason: 'long '.repeat(700_000) };
    const file = await journalOf(...[header, long, observation, long].map((one) => JSON.stringify(one)));
    expect((await readJournal(file)).events).toEqual([long, observation, long]);
  });

  it('can go event by event, the header first, up to the first line that is wrong', async () => {
    const file = await journalOf(
      JSON.stringify(header),
      JSON.stringify(observation),
      'nonsense',
      JSON.stringify(end),
    );
    const seen: string[] = [];
    await expect(
      streamJournal(
        file,
        eventSink(({ type }) => seen.push(type)),
      ),
    ).rejects.toMatchObject({ line: 3 });
    expect(seen).toEqual(['header', 'observation']);
  });

  it('takes no two lines for one, nor one for two', async () => {
    const halves = [JSON.stringify(observation).slice(0, 20), JSON.stringify(observation).slice(20)];
    const double = `${JSON.stringify(observation)},${JSON.stringify(end)}`;
    for (const lines of [halves, [double]])
      await expect(readJournal(await journalOf(JSON.stringify(header), ...lines))).rejects.toMatchObject({
        line: 2,
      });
  });

  it.each([
    ['garbage', ['nonsense'], 2, 'not JSON'],
    ['an unknown event', ['{"type":"colour"}'], 2, 'no journal event'],
    ['a damaged observation', [JSON.stringify({ ...observation, outcome: 'maybe' })], 2, 'outcome'],
    ['an empty line', [JSON.stringify(observation), ''], 3, 'not JSON'],
    ['a second header', [JSON.stringify(header)], 2, 'second header'],
  ])('names the line of %s', async (_what, lines, line, message) => {
    const file = await journalOf(JSON.stringify(header), ...lines, JSON.stringify(end));
    await expect(readJournal(file)).rejects.toMatchObject({
      name: 'JournalError',
      file,
      line,
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['of another format', JSON.stringify({ ...header, format: 2 }), 'format 2'],
    ['without a header', JSON.stringify(observation), 'not a header'],
    ['with a damaged header', JSON.stringify({ ...header, index: 'first' }), 'index'],
  ])('refuses a file %s', async (_what, first, message) => {
    await expect(readJournal(await journalOf(first))).rejects.toThrow(message);
  });

  it('refuses an empty and a missing file', async () => {
    await expect(readJournal(await journalOf())).rejects.toThrow('empty');
    await expect(readJournal(join(folder, 'none.ndjson'))).rejects.toMatchObject({
      name: 'JournalError',
      line: 0,
    });
  });
});
