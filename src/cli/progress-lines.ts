import type { Progress } from '../conduct/progress.ts';
import type { Streams } from './streams.ts';

/** One line on stderr for what a watcher wants to know; nothing for the rest. */
export function progressLine(progress: Progress): string | undefined {
  const text = describe(progress);
  return text === undefined ? undefined : `${formatClock(progress.t)} ${progress.scenario}  ${text}`;
}

function describe(progress: Progress): string | undefined {
  switch (progress.kind) {
    case 'starting':
      return 'starting';
    case 'started':
    case 'counts':
      return undefined;
    case 'phase':
      return `phase ${progress.index + 1}/${progress.of} ${progress.phase}`;
    case 'gate':
      return progress.steady ? 'steady' : `not steady yet: ${progress.reasons[0] ?? 'no reason given'}`;
    case 'fault':
      return `${progress.spec.type} ${progress.spec.on} ${progress.edge}${progress.proof === undefined ? '' : ` (${progress.proof})`}`;
    case 'change': {
      const { kind, edge, policy, revision } = progress.change;
      const which =
        revision === undefined ? (policy ?? '') : `${policy ?? ''} as revision ${revision}`.trim();
      return `${kind} ${edge} ${which}`.trimEnd();
    }
    case 'load':
      return `warning: ${progress.note}`;
    case 'done':
      return `${progress.reason === 'completed' ? 'done' : progress.reason}: ${tally(progress)}${progress.note === undefined ? '' : ` (${progress.note})`}`;
  }
}

interface Tally {
  readonly decisions: number;
  readonly wrong: number;
  readonly unanswered: number;
}

function tally({ decisions, wrong, unanswered }: Tally): string {
  const found = [wrong > 0 ? `${wrong} wrong` : '', unanswered > 0 ? `${unanswered} without a decision` : ''];
  return [`${decisions} decisions`, ...found.filter((text) => text !== '')].join(', ');
}

function formatClock(ms: number): string {
  return `+${(ms / 1_000).toFixed(1)} s`.padStart(8);
}

/**
 * Shows a run as it goes. On a terminal the last line is rewritten with what runs and what was found so far;
 * elsewhere lines are only ever added.
 */
export function progressReporter(
  streams: Streams,
  total: number,
): { readonly onProgress: (progress: Progress) => void; readonly close: () => void } {
  const running = new Map<string, { phase: string } & Tally>();
  /** What holds for the machine is said once, not for every drill. */
  const told = new Set<string>();
  let done = 0;
  let status = '';

  const show = (line: string | undefined): void => {
    if (!streams.live) {
      if (line !== undefined) streams.err(line);
      return;
    }
    status = running.size === 0 ? '' : statusLine();
    streams.rewrite(line, status);
  };

  const statusLine = (): string => {
    const all = [...running.values()];
    const sum = (key: keyof Tally): number => all.reduce((total_, one) => total_ + one[key], 0);
    const names = [...running].map(([name, { phase }]) => `${name} ${phase}`).join(' · ');
    const found = tally({ decisions: sum('decisions'), wrong: sum('wrong'), unanswered: sum('unanswered') });
    return `${done}/${total} done · ${found} · ${names}`;
  };

  return {
    onProgress(progress) {
      if (progress.kind === 'load') {
        if (told.has(progress.note)) return;
        told.add(progress.note);
      }
      const state = running.get(progress.scenario) ?? {
        phase: 'starting',
        decisions: 0,
        wrong: 0,
        unanswered: 0,
      };
      if (progress.kind === 'done') {
        done++;
        running.delete(progress.scenario);
      } else {
        if (progress.kind === 'phase') state.phase = progress.phase;
        if (progress.kind === 'counts')
          Object.assign(state, {
            decisions: progress.decisions,
            wrong: progress.wrong,
            unanswered: progress.unanswered,
          });
        running.set(progress.scenario, state);
      }
      show(progressLine(progress));
    },
    close() {
      running.clear();
      if (streams.live && status !== '') streams.rewrite(undefined, '');
    },
  };
}
