/** What a drill was run with, besides its file and seed, that a repetition needs. */
interface RunChoices {
  /** A seeded defect of the reference application. */
  readonly defect?: string | null | undefined;
  /** Who played the policy service, where it was not ours. */
  readonly policyService?: string | undefined;
  /** What the application decided by in its own process, where it was not Cedar. */
  readonly engine?: string | undefined;
}

/** The command line that repeats one scenario of a run. */
export function reproduceCommand(
  file: string,
  seed: number,
  { defect, policyService, engine }: RunChoices = {},
): string {
  return [
    'authz-drill run',
    quoted(file),
    `--seed ${seed}`,
    ...(defect === undefined || defect === null ? [] : [`--defect ${defect}`]),
    ...(policyService === undefined ? [] : [`--policy-service ${policyService}`]),
    ...(engine === undefined ? [] : [`--engine ${engine}`]),
  ].join(' ');
}

function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
