import { checkShape, type PointAt } from '../contract/check-shape.ts';
import { pathFrom, shownPath } from '../contract/resolve-path.ts';
import type { YamlSource } from '../contract/yaml-source.ts';
import { hasErrors, type Problem } from '../model/problem.ts';
import { checkScenario } from './check-scenario.ts';
import { scenarioDraft, type ScenarioDraft } from './draft.ts';
import { readLayers } from './read-layers.ts';
import type { Scenario } from './scenario.ts';
import { wholeScenario } from './schema.ts';

export interface LoadedScenario {
  /** Path as the user would type it. */
  readonly file: string;
  /** Undefined where a problem of severity `error` was found. */
  readonly scenario: Scenario | undefined;
  /** Undefined where the files could not be read at all. */
  readonly parts: ScenarioParts | undefined;
  readonly problems: readonly Problem[];
}

/** What it takes to check a scenario, faulty as it may be, against its contract and target. */
export interface ScenarioParts {
  readonly draft: ScenarioDraft;
  readonly at: PointAt;
  /** Path of the contract file. */
  readonly contract: string | undefined;
  /** Path of the target file, or `reference` for the one that comes along. */
  readonly target: string | undefined;
}

/** Reads a scenario file with its bases and probes and finds everything wrong with it by itself. Never throws. */
export async function loadScenario(path: string): Promise<LoadedScenario> {
  const file = shownPath(path);
  const { layered, complete, problems: unread } = await readLayers(file);
  if (layered === undefined) return { file, scenario: undefined, parts: undefined, problems: unread };
  const { data, at, ownerOf } = layered;
  const shaped = complete
    ? checkShape(wholeScenario, data, at)
    : { value: undefined, problems: checkShape(wholeScenario.partial(), data, at).problems };
  const { data: draft } = scenarioDraft.safeParse(data);
  if (draft === undefined) return { file, scenario: undefined, parts: undefined, problems: shaped.problems };
  const problems = [...unread, ...shaped.problems, ...checkScenario(draft, at)];
  const contract = named(draft.contract, ownerOf(['contract']));
  const target = draft.target === 'reference' ? draft.target : named(draft.target, ownerOf(['target']));
  const parts = { draft, at, contract, target };
  const whole = shaped.value;
  if (whole === undefined || contract === undefined || target === undefined || hasErrors(problems)) {
    return { file, scenario: undefined, parts, problems };
  }
  const scenario: Scenario = {
    id: whole.scenario,
    title: whole.title,
    why: whole.why.trim(),
    file,
    contract,
    target,
    replicas: whole.replicas,
    probes: whole.probes,
    ratePerSecond: whole.load.rate,
    focusPerSecond: whole.load.focus,
    background:
      whole.load.engine === 'k6'
        ? { engine: 'k6', ratePerSecond: whole.load.background ?? whole.load.rate }
        : null,
    repeat: whole.repeat,
    minSamples: whole.evidence.minSamples,
    phases: whole.phases,
    drainMs: whole.drain,
  };
  return { file, scenario, parts, problems };
}

function named(path: string | undefined, owner: YamlSource): string | undefined {
  return path === undefined ? undefined : pathFrom(owner.file, path);
}
