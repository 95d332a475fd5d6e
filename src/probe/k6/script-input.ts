import type { ProbeRequest } from '../request.ts';

/** The metric with which the script reports an answer: a trend of how long it took, in milliseconds. */
export const answerMetric = 'authz_answer';

/** What the script gets as a file, since k6 opens it in the script's first moments and nothing of it may be on a command line. */
export interface ScriptInput {
  readonly options: ScriptOptions;
  readonly answerMetric: string;
  /** Where the script asks for its next turn. */
  readonly turnUrl: string;
  /** The request of each cell, with the bearer token of whoever asks. */
  readonly requests: readonly ProbeRequest[];
  /** Addresses by the names of the replicas. */
  readonly replicas: Readonly<Record<string, string>>;
  /** Longest to wait for an answer, in milliseconds. */
  readonly deadlineMs: number;
  /** Headers whose values are reported, in lower case. */
  readonly headers: readonly string[];
  /** Statuses that are answers; any other counts as a failed request in k6's own figures. */
  readonly expectedStatuses: readonly number[];
  /** Where the end-of-test summary is written. */
  readonly summaryFile: string;
}

/** The part of k6's options that we set (grafana.com/docs/k6, "Options reference"). */
export interface ScriptOptions {
  readonly scenarios: {
    readonly background: {
      readonly executor: 'constant-arrival-rate';
      /** Iterations in `timeUnit`; whole. */
      readonly rate: number;
      readonly timeUnit: string;
      readonly duration: string;
      readonly preAllocatedVUs: number;
      readonly maxVUs: number;
      readonly gracefulStop: string;
    };
  };
  readonly thresholds: Readonly<Record<string, string[]>>;
  readonly summaryTrendStats: string[];
  readonly systemTags: ('method' | 'name' | 'status' | 'error_code' | 'scenario')[];
}

/** Whom to ask for what, as the harness gives it to one iteration of the script. */
export interface Turn {
  /** The observation's number in the journal. */
  readonly id: number;
  readonly cell: number;
  readonly replica: string;
  /** The phase that runs. */
  readonly window: string;
}

/** What the script says of one answer. */
export interface ReportedAnswer {
  /** Wall clock in whole milliseconds, rounded down, just before the request and just after its answer. */
  readonly before: number;
  readonly after: number;
  /** From looking for a connection to the last byte, by k6's own measure, in milliseconds. */
  readonly tookMs: number;
  /** 0 where there is no answer. */
  readonly status: number;
  /** k6's number for what went wrong; 0 where nothing did. */
  readonly errorCode: number;
  readonly error: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
