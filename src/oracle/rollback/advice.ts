import type { Contract } from '../../contract/contract.ts';
import type { Rollback } from '../../model/result.ts';
import { activationAdvice } from './activation-advice.ts';
import { about, counts, share, stretchesOf } from './stretches.ts';
import type { Piece, Stretches } from './stretches.ts';

/**
 * What would make a rollback quicker, in sentences, what saves most first. Only what its own figures show: nothing about
 * stretches that are short, or no longer than they may be wrong by.
 */
export function rollbackAdvice(
  measured: Omit<Rollback, 'advice'>,
  policy: Contract['policy'],
): readonly string[] {
  const stretches = stretchesOf(measured, policy);
  const quicker =
    stretches === null ? [] : [...activationAdvice(stretches), residue(stretches), publication(stretches)];
  return [...quicker, detection(measured), unnoticed(measured), brokenGlass(measured)]
    .filter((piece) => piece !== null)
    .toSorted((a, b) => b.savesMs - a.savesMs)
    .map(({ text }) => text);
}

function residue({ measured, totalMs, residueMs }: Stretches): Piece | null {
  const errorMs = measured.phases.find(({ phase }) => phase === 'residue')?.errorMs;
  if (!counts(residueMs, totalMs, errorMs)) return null;
  return {
    savesMs: residueMs,
    text: `${share(residueMs, totalMs)} of the time was residue: for ${about(residueMs)} the bad rule still answered where the good revision was in force. A cache that drops what an older revision decided has none.`,
  };
}

function publication({ measured, totalMs, publicationMs }: Stretches): Piece | null {
  const errorMs = measured.phases.find(({ phase }) => phase === 'publication')?.errorMs;
  if (!counts(publicationMs, totalMs, errorMs)) return null;
  const why = measured.breakGlass
    ? 'the refused order and the broken glass included'
    : 'to build, sign and serve it';
  return {
    savesMs: publicationMs,
    text: `${share(publicationMs, totalMs)} of the time passed before the good revision was served at all: ${about(publicationMs)}, ${why}.`,
  };
}

/** Harm is done until somebody finds out; that is no part of the total, but often the longest part of it all. */
function detection({ phases, totalMs, detector }: Omit<Rollback, 'advice'>): Piece | null {
  const found = phases.find(({ phase }) => phase === 'detection');
  if (found === undefined || totalMs === null || detector !== 'command') return null;
  const commandMs = phases.find(({ phase }) => phase === 'command')?.ms ?? 0;
  const harmMs = found.ms + commandMs + totalMs;
  if (found.ms < harmMs / 2 || !counts(found.ms, harmMs, found.errorMs)) return null;
  return {
    savesMs: found.ms,
    text: `Wrong decisions were made for ${about(harmMs)}, and ${share(found.ms, harmMs)} of that passed before the alert command found out; probes that ask all the time would have seen the first one.`,
  };
}

function unnoticed({ detector, phases }: Omit<Rollback, 'advice'>): Piece | null {
  if (detector !== null || !phases.some(({ phase }) => phase === 'exposure')) return null;
  return {
    savesMs: 0,
    text: 'Nothing raised the alarm before the rollback was ordered: have decisions watched.',
  };
}

function brokenGlass({ breakGlass, orderedBy }: Omit<Rollback, 'advice'>): Piece | null {
  if (!breakGlass) return null;
  return {
    savesMs: 0,
    text: `The glass had to be broken by ${orderedBy ?? 'somebody'}, as the bad rule refused to be taken back: keep who may roll back out of what a publication can change.`,
  };
}
