import type { Path, Remark } from '../contract/yaml-source.ts';

/** A remark and the part of the scenario that it is about. */
export type Note = Remark & { readonly path: Path };
