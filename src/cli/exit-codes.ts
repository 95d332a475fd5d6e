/** What the process ends with. "The application is unsafe" and "the harness broke" never share a code. */
export const exitCodes = {
  pass: 0,
  drillFailed: 1,
  usage: 2,
  inconclusive: 3,
  environment: 4,
  /** A defect of ours (EX_SOFTWARE of sysexits.h). */
  internal: 70,
  /** 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
