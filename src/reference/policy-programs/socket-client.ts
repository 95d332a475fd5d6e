import { Agent, request } from 'undici';
import { NoDecision } from '../policy-service/evaluate.ts';
import { timeLimit } from '../service/time-limit.ts';

/** Longer than anybody waits for the policy service. */
const answerWithinMs = 1_000;

/** What is sent besides a path. */
interface Question {
  /** JSON; nothing is sent with a GET. */
  readonly body?: object;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Is aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  readonly withinMs?: number;
}

/** HTTP to a program that listens on a socket of the file system. */
export interface SocketClient {
  /** The JSON that is answered. @throws Error where the answer is none, is late, or has another status than 200 */
  ask(path: string, question?: Question): Promise<unknown>;
  /** Whether a path is answered with 200. Never rejects. */
  isUp(path: string): Promise<boolean>;
  close(): Promise<void>;
}

/** @param name of the program, as the host that it is asked for */
export function createSocketClient(name: string, socketPath: string): SocketClient {
  const dispatcher = new Agent({ connect: { socketPath } });

  async function ask(path: string, question: Question = {}): Promise<unknown> {
    const { body, query, headers = {}, signal, withinMs = answerWithinMs } = question;
    const late = timeLimit(withinMs);
    const answer = await request(`http://${name}${path}`, {
      dispatcher,
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
      ...(query === undefined ? {} : { query }),
      ...(body === undefined
        ? { method: 'GET', headers }
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...headers },
            body: JSON.stringify(body),
          }),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`it answered ${answer.statusCode}: ${text}`);
    return JSON.parse(text);
  }

  return {
    ask,
    isUp: (path) =>
      ask(path).then(
        () => true,
        () => false,
      ),
    close: () => dispatcher.destroy(),
  };
}

/**
 * A program that is down, too slow or out of its mind has not decided: that is for the caller to see, and never a deny.
 * @param title of the program
 */
export async function orNoDecision<T>(title: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NoDecision(`${title} does not answer: ${why}`, { cause });
  }
}
