/** Where a command speaks: results to `out`, everything else to `err`. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /** Adds a line to `err`, if there is one, above a status that is rewritten in place; only where `live`. */
  rewrite(line: string | undefined, status: string): void;
  /** Whether results may be coloured. */
  readonly color: boolean;
  /** Whether a line on `err` may be rewritten in place. */
  readonly live: boolean;
  readonly columns: number;
}

/** The process's own streams. `NO_COLOR`, `FORCE_COLOR` and `CI` are honoured. */
export function processStreams(env: NodeJS.ProcessEnv = process.env): Streams {
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const plain = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  const columns = process.stdout.columns || 100;
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    rewrite(line, status) {
      const shown = status.length > columns - 1 ? `${status.slice(0, columns - 2)}…` : status;
      process.stderr.write(`\r\u001b[K${line === undefined ? '' : `${line}\n`}${shown}`);
    },
    color: !plain && (forced || (process.stdout.isTTY && env['TERM'] !== 'dumb')),
    live: process.stderr.isTTY && env['CI'] === undefined && env['TERM'] !== 'dumb',
    columns,
  };
}
