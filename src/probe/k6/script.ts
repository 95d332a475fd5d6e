/**
 * The k6 script: asks the application what the harness tells it to, at a rate that is k6's. It is run by k6 (v0.57 or later), not by
 * Node, and imports nothing but k6; what else it has to know is in the file that AUTHZ_DRILL_INPUT names.
 */
import exec from 'k6/execution';
import http from 'k6/http';
import type { RefinedResponse } from 'k6/http';
import { Trend } from 'k6/metrics';
import type { Options } from 'k6/options';
import type { ReportedAnswer, ScriptInput, Turn } from './script-input.ts';

const input: ScriptInput = JSON.parse(open(__ENV['AUTHZ_DRILL_INPUT'] ?? ''));

export const options: Options = input.options;

const answers = new Trend(input.answerMetric, true);
http.setResponseCallback(http.expectedStatuses(...input.expectedStatuses));

/** One arrival: asks once, or not at all where the harness has nothing to ask (or is no longer there). */
export default function ask(): void {
  const turn = nextTurn();
  if (turn === undefined) return;
  const request = input.requests[turn.cell];
  const replica = input.replicas[turn.replica];
  if (request === undefined || replica === undefined) throw new Error(`Turn ${turn.id} is for nobody.`);
  const tags = { cell: String(turn.cell), replica: turn.replica, window: turn.window };

  const before = Date.now();
  const response = http.request(request.method, replica + request.path, request.body, {
    headers: request.headers,
    redirects: 0,
    responseType: 'text',
    timeout: input.deadlineMs,
    tags: { ...tags, name: `cell ${turn.cell}` },
  });
  report(turn, tags, answerOf(response, before, Date.now()));
}

/** Leaves k6's figures to the harness: nothing is printed. */
export function handleSummary(data: { metrics: unknown }): Record<string, string> {
  return { [input.summaryFile]: JSON.stringify(data.metrics) };
}

function nextTurn(): Turn | undefined {
  const response = http.get(input.turnUrl, {
    responseType: 'text',
    timeout: 10_000,
    tags: { name: 'turn', window: 'none' },
  });
  if (response.status !== 200 || response.body === null) return undefined;
  const turn: Turn = JSON.parse(response.body);
  return turn;
}

function answerOf(response: RefinedResponse<'text'>, before: number, after: number): ReportedAnswer {
  const { timings } = response;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    const known = name.toLowerCase();
    if (input.headers.includes(known)) headers[known] = value;
  }
  return {
    before,
    after,
    tookMs: timings.blocked + timings.connecting + timings.tls_handshaking + timings.duration,
    status: response.status,
    errorCode: response.error_code,
    error: response.error,
    headers,
    body: response.body ?? '',
  };
}

/**
 * As a sample of a metric, which is what k6 exports. What tells one answer from every other is metadata, not a tag: each
 * combination of tags is a time series that k6 keeps in memory to the end.
 */
function report(turn: Turn, tags: Record<string, string>, answer: ReportedAnswer): void {
  const { metadata } = exec.vu.metrics;
  metadata['turn'] = String(turn.id);
  metadata['answer'] = JSON.stringify(answer);
  answers.add(answer.tookMs, tags);
  delete metadata['turn'];
  delete metadata['answer'];
}
