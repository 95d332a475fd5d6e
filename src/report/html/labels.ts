/** A text beside a place on an x axis, in percent of its width. */
export interface Label {
  readonly at: number;
  readonly words: string;
  /** Whether it stands to the right of the place or to the left. */
  readonly anchor: 'start' | 'end';
}

/** What a letter takes up, in percent of the width of a picture that is some 800 pixels wide. */
const letter = 0.85;
const gap = 1;

/** Which of several texts in one line can be shown so that none runs into the next; the first comes first. */
export function fittingLabels<L extends Label>(labels: readonly L[]): ReadonlySet<L> {
  const shown = new Set<L>();
  let end = -Infinity;
  for (const label of labels.toSorted((a, b) => a.at - b.at)) {
    const width = label.words.length * letter;
    const from = label.anchor === 'start' ? label.at : label.at - width;
    if (from < end) continue;
    shown.add(label);
    end = from + width + gap;
  }
  return shown;
}
