import { appendFileSync } from 'node:fs';

/** What the stand-in measures: written as points, and kept for the thresholds. */
export interface Sample {
  readonly metric: string;
  readonly value: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

let file = '';
const durations: { readonly window: string | undefined; readonly ms: number }[] = [];
const seen = new Set<string>();

/** Points go to this file from now on. */
export function samplesTo(path: string): void {
  file = path;
}

/** Writes a sample as k6's JSON output does: a line for the metric before its first point, then one for each point. */
export function emit({ metric, value, tags, metadata }: Sample): void {
  const lines: unknown[] = [];
  if (!seen.has(metric)) {
    seen.add(metric);
    const data = { name: metric, type: 'trend', contains: 'time', thresholds: [], submetrics: null };
    lines.push({ type: 'Metric', data, metric });
  }
  if (metric === 'http_req_duration') durations.push({ window: tags['window'], ms: value });
  const data = {
    time: new Date().toISOString(),
    value,
    tags,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
  lines.push({ metric, type: 'Point', data });
  appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** The end-of-test metrics with the thresholds `http_req_duration{window:x}: p(99)<n`, and whether one was crossed. */
export function finish(thresholds: Readonly<Record<string, unknown>>): {
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly crossed: boolean;
} {
  let crossed = false;
  const metrics = Object.fromEntries(
    Object.entries(thresholds).map(([metric, expressions]) => {
      const window = /\{window:(.+)\}$/.exec(metric)?.[1];
      const sorted = durations
        .filter((one) => one.window === window)
        .map(({ ms }) => ms)
        .toSorted((a, b) => a - b);
      const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
      const [expression] = Array.isArray(expressions) ? expressions : [];
      const ok = p99 < Number.parseFloat(/^p\(99\)<(.+)$/.exec(String(expression))?.[1] ?? '');
      if (!ok) crossed = true;
      const values = { count: sorted.length, 'p(99)': p99, max: sorted.at(-1) ?? 0 };
      return [
        metric,
        { type: 'trend', contains: 'time', values, thresholds: { [String(expression)]: { ok } } },
      ];
    }),
  );
  return { metrics, crossed };
}
