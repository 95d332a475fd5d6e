/** How k6 ended, as far as it says itself. */
export type Exit = 'held' | 'crossed' | 'broken';

/** The exit codes of k6 that need words; "Exit codes" in its documentation and `errext/exitcodes` in its source have all of them. */
const words: Readonly<Record<number, string>> = {
  100: 'its setup took too long',
  101: 'its teardown took too long',
  103: 'its engine failed',
  104: 'its options are not valid',
  105: 'it was stopped by a signal',
  106: 'its REST API did not start',
  107: 'its script threw an error',
  108: 'its script gave up',
  109: 'it was stopped through its REST API',
  110: 'its script called the test a failure',
};

/** What an exit means: 0, every threshold held; 99, one was crossed; anything else is no load test. */
export function exitOf(code: number | null): Exit {
  if (code === 0) return 'held';
  return code === 99 ? 'crossed' : 'broken';
}

/** How it ended, for a sentence: `ended with code 107, its script threw an error`. */
export function exitWords(code: number | null, signal: string | null): string {
  if (code === null) return signal === null ? 'could not be run' : `was ended by ${signal}`;
  const known = words[code];
  return `ended with code ${code}${known === undefined ? '' : `, ${known}`}`;
}
