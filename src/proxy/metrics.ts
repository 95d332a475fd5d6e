import { performance } from 'node:perf_hooks';
import type { Proxy } from './proxy.ts';

/** One metric in the text format of Prometheus 0.0.4. */
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/**
 * Byte counters under the names of the original, and connection counters of our own. Unlike the original's they
 * include connections that are still open.
 */
export function proxyMetricsText(proxies: readonly Proxy[]): string {
  const perDirection = (bytes: 'receivedBytes' | 'sentBytes'): Metric['samples'] =>
    proxies.flatMap((proxy) => {
      const counters = proxy.counters();
      return (['downstream', 'upstream'] as const).map((direction) => ({
        labels: { direction, proxy: proxy.name, listener: proxy.listen, upstream: proxy.upstream },
        value: counters[direction][bytes],
      }));
    });
  const perProxy = (counter: 'accepted' | 'open' | 'unreachable'): Metric['samples'] =>
    proxies.map((proxy) => ({ labels: { proxy: proxy.name }, value: proxy.counters().connections[counter] }));
  return text([
    {
      name: 'toxiproxy_proxy_received_bytes_total',
      help: 'Bytes received on each side of a proxy.',
      type: 'counter',
      samples: perDirection('receivedBytes'),
    },
    {
      name: 'toxiproxy_proxy_sent_bytes_total',
      help: 'Bytes sent on each side of a proxy.',
      type: 'counter',
      samples: perDirection('sentBytes'),
    },
    {
      name: 'toxiproxy_proxy_connections_total',
      help: 'Connections that clients have opened.',
      type: 'counter',
      samples: perProxy('accepted'),
    },
    {
      name: 'toxiproxy_proxy_connections',
      help: 'Connections that are open.',
      type: 'gauge',
      samples: perProxy('open'),
    },
    {
      name: 'toxiproxy_proxy_unreachable_total',
      help: 'Connections closed because the upstream could not be reached.',
      type: 'counter',
      samples: perProxy('unreachable'),
    },
  ]);
}

/** Memory, processor time and the event loop of this process. */
export function runtimeMetricsText(): string {
  const { user, system } = process.cpuUsage();
  const gauges = {
    process_resident_memory_bytes: ['Resident memory.', process.memoryUsage.rss()],
    nodejs_heap_used_bytes: ['Heap in use.', process.memoryUsage().heapUsed],
    nodejs_eventloop_utilization: [
      'Share of the time in which the event loop was busy.',
      performance.eventLoopUtilization().utilization,
    ],
  } as const;
  return text([
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time used.',
      type: 'counter',
      samples: [{ labels: {}, value: (user + system) / 1e6 }],
    },
    ...Object.entries(gauges).map(([name, [help, value]]): Metric => ({
      name,
      help,
      type: 'gauge',
      samples: [{ labels: {}, value }],
    })),
  ]);
}

function text(metrics: readonly Metric[]): string {
  return metrics.map(metricText).join('');
}

function metricText({ name, help, type, samples }: Metric): string {
  const lines = samples.map(({ labels, value }) => {
    const pairs = Object.entries(labels).map(([label, content]) => `${label}="${escapeLabel(content)}"`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escapeLabel(content: string): string {
  return content
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
