import { emit } from '../samples.ts';
import exec from './execution.ts';

/** `Trend` of `k6/metrics`. */
export class Trend {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  add(value: number, tags: Readonly<Record<string, string>> = {}): void {
    emit({ metric: this.name, value, tags, metadata: { ...exec.vu.metrics.metadata } });
  }
}
