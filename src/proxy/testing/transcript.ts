import type { HttpAnswer, HttpCall } from './http-call.ts';

/** One request of a transcript with the answer that the original gave. */
export interface Exchange {
  /** The request line as it is written down, for messages. */
  readonly command: string;
  readonly call: HttpCall;
  readonly answer: HttpAnswer;
}

/**
 * Reads a transcript: `$ <curl arguments>`, then the answer's status line, headers and body.
 * @throws Error where a line is not understood
 */
export function parseTranscript(text: string): Exchange[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((block) => {
      const [command = '', ...lines] = block.split('\n');
      return { command, call: parseCommand(command), answer: parseAnswer(lines) };
    });
}

function parseCommand(command: string): HttpCall {
  const parts =
    /^(?:-X(?<method>\w+) |(?<head>-I) |-A (?<agent>\S+) )?http:\/\/[^/]+(?<target>\/\S*)(?: -d (?<body>.*))?$/.exec(
      command,
    )?.groups;
  if (parts === undefined) throw new Error(`not understood: ${command}`);
  const { method = parts['head'] === undefined ? 'GET' : 'HEAD', agent, target = '/', body } = parts;
  return {
    method,
    target,
    ...(agent === undefined ? {} : { headers: { 'User-Agent': agent } }),
    ...(body === undefined ? {} : { body }),
  };
}

function parseAnswer(lines: readonly string[]): HttpAnswer {
  const end = lines.indexOf('');
  const [statusLine = '', ...headerLines] = lines.slice(0, end);
  const headers = headerLines.map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)];
  });
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(headers),
    // Bodies are compared without the line feed that some of them end in.
    body: lines
      .slice(end + 1)
      .join('\n')
      .trim(),
  };
}
