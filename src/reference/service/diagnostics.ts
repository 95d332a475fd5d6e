/** Writes one JSON line about the process itself to stderr: what happened, when, in which run. */
export function diagnose(name: string, event: string, details: Readonly<Record<string, unknown>> = {}): void {
  const line = {
    at: new Date().toISOString(),
    run: process.env['AUTHZ_DRILL_RUN_ID'],
    name,
    event,
    ...details,
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
