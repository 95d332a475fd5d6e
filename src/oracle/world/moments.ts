/**
 * Every moment that stands anywhere in some parts of a world, ascending: its spans begin and end there. Between two of them
 * nothing that is known of the world changes, so two observations that lie wholly in between meet the same one.
 *
 * All that is data is looked through, whatever it is called, so that a part that is added to a world cannot be forgotten; one
 * moment too many does no harm. What a part keeps to itself it has to hand out (`Revisions.moments`).
 */
export function momentsIn(...parts: readonly unknown[]): Float64Array {
  const found = new Set<number>();
  for (const part of parts) look(part, found);
  return Float64Array.from(found).toSorted();
}

function look(part: unknown, found: Set<number>): void {
  if (typeof part === 'number') {
    if (Number.isFinite(part)) found.add(part);
  } else if (typeof part === 'object' && part !== null)
    for (const each of Object.values(part)) look(each, found);
}
