import type { Path, Remark } from './yaml-source.ts';

/** Something a contract says that another part of it makes impossible or pointless, and the part to point at. */
export interface Contradiction extends Omit<Remark, 'code'> {
  readonly path: Path;
  readonly code?: Remark['code'];
}
