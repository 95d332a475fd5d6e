import type { Flow, Stage, StreamSettings, ToxicType } from '../toxics/toxic.ts';

/** A stage of a toxic that works on bytes, and its attributes to change. @throws Error for one that does not */
export function stageOf(
  type: ToxicType,
  attributes: Readonly<Record<string, number>>,
  flow: Flow,
): { readonly stage: Stage; readonly settings: StreamSettings } {
  const settings = type.settings();
  if (settings.kind !== 'stream') throw new Error(`${type.type} works on requests`);
  const problem = settings.merge(new Map(Object.entries(attributes)));
  if (problem !== undefined) throw new Error(problem);
  return { stage: settings.open(flow), settings };
}
