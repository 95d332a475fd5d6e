import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Moment } from './policy-age.ts';
import { decodeState, encodeState, sha256Of, type StateRecord } from './policy-state.ts';
import type { BundleIdentity } from './revision-rule.ts';

/** What a process must still know of its policy after a restart. Whatever it does not know is undefined. */
export interface PolicyState {
  /** The bundle in force, as it was served. */
  readonly bundle: StoredBundle | undefined;
  readonly confirmation: StoredConfirmation | undefined;
  /** The bundle of the highest revision that was ever in force. */
  readonly highest: BundleIdentity | undefined;
}

/** An archive, which has to be verified again, and its entity tag. */
interface StoredBundle {
  readonly archive: Buffer;
  readonly etag: string | undefined;
}

/** The last confirmation that counted. */
export interface StoredConfirmation {
  /** By the clock of the bundle service; undefined where it signs nothing. */
  readonly at: number | undefined;
  /** When the request that it answered was sent. */
  readonly requested: Moment;
}

/** Keeps the state of one process's policy. */
export interface StateStore {
  /**
   * What was saved last; nothing of what is damaged.
   * @param onDamage is told what cannot be used, and why
   */
  load(onDamage: (what: string) => void): Promise<PolicyState>;
  /** Replaces what was saved, at once or not at all. One call at a time. Rejects where it cannot be written. */
  save(state: PolicyState): Promise<void>;
}

const nothing: PolicyState = { bundle: undefined, confirmation: undefined, highest: undefined };

/** Remembers nothing beyond the life of the process. */
export const forgetfulStore: StateStore = { load: async () => nothing, save: async () => undefined };

const recordName = 'state.json';
const archiveName = (sha256: string): string => `bundle-${sha256}.tar.gz`;

/** Keeps the state in a folder of the process's own, which is made where there is none. */
export function openStateStore(folder: string): StateStore {
  /** The archive that is known to be on disk. */
  let kept: { readonly archive: Buffer; readonly sha256: string } | undefined;

  async function keepArchive(archive: Buffer): Promise<string> {
    if (archive === kept?.archive) return kept.sha256;
    const sha256 = sha256Of(archive);
    await replace(join(folder, archiveName(sha256)), archive);
    return sha256;
  }

  return {
    async load(onDamage) {
      const text = await readIfThere(join(folder, recordName));
      if (text === undefined) return nothing;
      try {
        return await revive(decodeState(text.toString('utf8')), folder, onDamage);
      } catch (error) {
        onDamage(`${recordName}: ${reasonOf(error)}`);
        return nothing;
      }
    },
    async save({ bundle, confirmation, highest }) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const sha256 = bundle && (await keepArchive(bundle.archive));
      const record: StateRecord = {
        bundle: sha256 === undefined ? null : { sha256, etag: bundle?.etag ?? null },
        confirmation: confirmation ? { ...confirmation, at: confirmation.at ?? null } : null,
        highest: highest ?? null,
      };
      await replace(join(folder, recordName), encodeState(record));
      if (bundle === undefined || sha256 === undefined || bundle.archive === kept?.archive) return;
      // Only what nothing refers to any more, so that a crash at any moment leaves a whole state.
      await removeOthers(folder, archiveName(sha256));
      kept = { archive: bundle.archive, sha256 };
    },
  };
}

async function revive(
  { bundle, confirmation, highest }: StateRecord,
  folder: string,
  onDamage: (what: string) => void,
): Promise<PolicyState> {
  const archive = bundle === null ? undefined : await readIfThere(join(folder, archiveName(bundle.sha256)));
  const whole = archive !== undefined && sha256Of(archive) === bundle?.sha256;
  if (bundle !== null && !whole) onDamage(`the archive ${archiveName(bundle.sha256)} is missing or damaged`);
  return {
    bundle: whole ? { archive, etag: bundle.etag ?? undefined } : undefined,
    confirmation: confirmation ? { ...confirmation, at: confirmation.at ?? undefined } : undefined,
    highest: highest ?? undefined,
  };
}

/** A reader finds the old content or the new, also after the machine went down in the middle. */
async function replace(file: string, content: string | Buffer): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

async function removeOthers(folder: string, keep: string): Promise<void> {
  const others = (await readdir(folder)).filter((name) => name.startsWith('bundle-') && name !== keep);
  await Promise.all(others.map((name) => rm(join(folder, name), { force: true })));
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
