/** The mark of a scenario's environment. A run's scenarios stand side by side, so each has a mark of its own. */
export function environmentMark(runId: string, scenarioId: string): string {
  return `${runId}/${scenarioId}`.replaceAll(/[^\w./-]/g, '_');
}

/**
 * The title of a process of that environment, by which a person and a sweep recognise it in a process list. As a
 * title, and not an argument, it is nothing that the program would have to understand.
 */
export function processTitle(name: string, mark: string): string {
  return `authz-drill ${name} ${markWord(mark)}`;
}

/** Whether a command line or title carries exactly this mark: `run-1` is not marked by `run-12`. */
export function carriesMark(command: string, mark: string): boolean {
  return command.split(' ').includes(markWord(mark));
}

function markWord(mark: string): string {
  return `--run-id=${mark}`;
}
