/** The command line that repeats one scenario of a run. */
export function reproduceCommand(file: string, seed: number, defect: string | undefined): string {
  return [
    'authz-drill run',
    quoted(file),
    `--seed ${seed}`,
    ...(defect === undefined ? [] : [`--defect ${defect}`]),
  ].join(' ');
}

function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
