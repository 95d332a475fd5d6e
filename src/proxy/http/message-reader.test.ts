import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestFraming } from './answer.ts';
import { mayBeRequest, parseRequestHead, type RequestHead } from './head.ts';
import { MessageReader, type Segment } from './message-reader.ts';

const read = (chunks: readonly Buffer[]): Segment<RequestHead>[] => {
  const reader = new MessageReader({ mayBegin: mayBeRequest, parse: parseRequestHead }, requestFraming);
  return chunks.flatMap((chunk) => [...reader.read(chunk)]);
};

/** Segments with neighbours of one kind put together, so that the chunks in which they came do not show. */
function shape(segments: readonly Segment<RequestHead>[]): [kind: string, bytes: string][] {
  const shaped: [string, string][] = [];
  for (const segment of segments) {
    const bytes = segment.kind === 'end' ? '' : segment.raw.toString('latin1');
    const last = shaped.at(-1);
    if (last?.[0] === segment.kind && segment.kind !== 'head' && segment.kind !== 'end') last[1] += bytes;
    else shaped.push([segment.kind, bytes]);
  }
  return shaped;
}

const length = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '0'), maxLength: 20 });
const message = fc.oneof(
  length.map((body) => `POST /x HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
  fc
    .array(length.filter((part) => part !== ''))
    .map(
      (parts) =>
        `POST /x HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n${parts
          .map((part) => `${part.length.toString(16)};ext=1\r\n${part}\r\n`)
          .join('')}0\r\nTrailer: x\r\n\r\n`,
    ),
  fc.constant('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
);

describe('MessageReader', () => {
  it('finds the same messages however the stream is cut, and loses no byte', () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (messages, cuts) => {
          const stream = Buffer.from(messages.join(''), 'latin1');
          const ends = [...cuts.map((cut) => cut % stream.length), 0, stream.length].toSorted(
            (a, b) => a - b,
          );
          const chunks = ends.slice(1).map((end, index) => stream.subarray(ends[index], end));
          const whole = shape(read([stream]));
          expect(shape(read(chunks))).toEqual(whole);
          expect(whole.map(([, bytes]) => bytes).join('')).toBe(stream.toString('latin1'));
          expect(whole.filter(([kind]) => kind === 'end')).toHaveLength(messages.length);
        },
      ),
    );
  });

  it('never throws, and loses no byte of rubbish but what it waits to understand', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
        const buffers = chunks.map((chunk) => Buffer.from(chunk));
        const reader = new MessageReader({ mayBegin: mayBeRequest, parse: parseRequestHead }, requestFraming);
        const segments = [...buffers.flatMap((chunk) => [...reader.read(chunk)]), ...reader.end()];
        const bytes = segments.map((segment) => (segment.kind === 'end' ? Buffer.alloc(0) : segment.raw));
        expect(Buffer.concat(bytes)).toEqual(Buffer.concat(buffers));
      }),
    );
  });

  it.each([
    ['a line that is no request line', 'PING\r\n'],
    ['a word with no end', 'x'.repeat(40)],
    ['bytes that no request begins with', '\u0016\u0003\u0001'],
    ['words', 'hello there, you'],
    ['a head without an end', 'GET / HTTP/1.1\r\nx: '.padEnd(70_000, 'x')],
    ['a bad chunk size', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('gives up on %s', (_name, text) => {
    expect(shape(read([Buffer.from(text)])).at(-1)?.[0]).toBe('opaque');
  });
});
