import type { Rollback, RollbackPhase } from '../../model/result.ts';
import { againstObjective, detectorWords, summands } from '../rollback-words.ts';
import { shortened, wholeMs } from '../words.ts';

/** A bar of the waterfall, made of one piece or of several that follow each other. */
export interface WaterfallRow {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Rounded so that what adds up also adds up as it is printed. */
  readonly ms: number;
  readonly errorMs: number;
  readonly note: string;
  readonly pieces: readonly Piece[];
}

interface Piece {
  /** `unsure`: it may have been there long before it was seen, and is no part of the total. */
  readonly look: 'step' | 'activation' | 'unsure' | 'residue';
  readonly to: number;
}

/** A row for every phase, and below them the whole, made of what it is the sum of. */
export function waterfallRows(rollback: Rollback): readonly WaterfallRow[] {
  return [...rollback.phases.map((phase) => phaseRow(rollback, phase)), ...totalRow(rollback)];
}

/** When the rollback was ordered: where the publication begins, else where the command phase ends. */
export function orderedAt({ phases }: Rollback): number | null {
  const publication = phases.find(({ phase }) => phase === 'publication');
  return publication?.from ?? phases.find(({ phase }) => phase === 'command')?.to ?? null;
}

/** How the total is made up: `47 ms publication + 2,313 ms activation of r1 + 740 ms residue`. */
export function sumWords(rollback: Rollback): string {
  return summands(rollback)
    .map((one) => {
      const stretch = `${wholeMs(wholeBetween(rollback, one))} ${one.phase}`;
      return one.replica === null ? stretch : `${stretch} of ${shortened(one.replica, 40)}`;
    })
    .join(' + ');
}

/** Moments are rounded as they lie from the order, not the time between them. */
function wholeBetween(rollback: Rollback, { from, to }: Pick<RollbackPhase, 'from' | 'to'>): number {
  const zero = orderedAt(rollback) ?? from;
  return Math.round(to - zero) - Math.round(from - zero);
}

function phaseRow(rollback: Rollback, one: RollbackPhase): WaterfallRow {
  const { phase, replica, from, to, errorMs, note } = one;
  return {
    name: replica === null ? phase : `${phase} ${replica}`,
    from,
    to,
    ms: wholeBetween(rollback, one),
    errorMs,
    note: note ?? meaning(rollback, one),
    pieces: [{ look: isUnsure(rollback, one) ? 'unsure' : lookOf(one), to }],
  };
}

/** Later than the last activation that counts, so that it cannot be one. */
function isUnsure(rollback: Rollback, { phase, to }: RollbackPhase): boolean {
  const last = summands(rollback).find((one) => one.phase === 'activation');
  return phase === 'activation' && last !== undefined && to > last.to;
}

function lookOf({ phase }: RollbackPhase): Exclude<Piece['look'], 'unsure'> {
  return phase === 'activation' || phase === 'residue' ? phase : 'step';
}

/** What a phase lasts until, for whoever has not met the words before. */
function meaning(rollback: Rollback, one: RollbackPhase): string {
  switch (one.phase) {
    case 'exposure':
      return `revision ${rollback.badRevision} served → first wrong decision`;
    case 'detection':
      return `found by ${detectorWords(rollback)}`;
    case 'command':
      return rollback.breakGlass ? 'until the first order, which was refused' : 'until it was ordered';
    case 'publication':
      return rollback.breakGlass
        ? 'until served, with the glass broken'
        : 'until the good revision was served';
    case 'activation':
      return summands(rollback).includes(one) && severalActivations(rollback) ? 'the last one' : '';
    case 'residue':
      return one.ms === 0 ? 'nothing wrong was decided after that' : 'until the last wrong decision';
    default:
      return one.phase satisfies never;
  }
}

function severalActivations({ phases }: Rollback): boolean {
  return phases.filter(({ phase }) => phase === 'activation').length > 1;
}

function totalRow(rollback: Rollback): readonly WaterfallRow[] {
  const from = orderedAt(rollback);
  if (from === null || rollback.totalMs === null) return [];
  const to = from + rollback.totalMs;
  const pieces = summands(rollback)
    .map((one) => ({ look: lookOf(one), to: Math.min(to, one.to) }))
    .filter((piece) => piece.to > from);
  const whole = pieces.some((piece) => piece.to >= to)
    ? pieces
    : [...pieces, { look: 'residue', to } as const];
  return [
    {
      name: 'total',
      from,
      to,
      ms: Math.round(rollback.totalMs),
      errorMs: rollback.errorMs,
      note: `from the order to the last wrong decision, ${againstObjective(rollback)}`,
      pieces: whole,
    },
  ];
}
