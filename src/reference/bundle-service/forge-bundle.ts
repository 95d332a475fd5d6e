import type { JWK } from 'jose';
import type { UntrustedVariant } from '../../model/fault.ts';
import { packArchive, type ArchiveFiles } from '../bundle/archive.ts';
import { bundleRoot, manifestPath, signaturesPath, type Manifest } from '../bundle/bundle-format.ts';
import { layOut, signFiles } from '../bundle/build.ts';
import type { PolicyFiles } from '../engine/engine.ts';

/** What such a bundle is made from. */
export interface Forged {
  /** What it tries to put in force. */
  readonly content: PolicyFiles;
  /** What is in force. */
  readonly sound: PolicyFiles;
  readonly revision: number;
  /** The revision in force. */
  readonly served: number;
}

/** Keys that a forger might sign with; all with an id. */
export interface ForgeKeys {
  /** The one that the service signs with. */
  readonly current: () => JWK;
  /** One that was believed once. */
  readonly retired: JWK;
  /** One that nobody knows. */
  readonly foreign: JWK;
}

/** Text of a policy file without a rule in it. */
const noRule = '// Nothing yet.\n';
/** What forbids everything, in whatever set it is. */
const guard = ['guard.cedar', '@id("guard")\nforbid (principal, action, resource);\n'] as const;
const foreignRoot = 'payroll';

/** Makes an archive that nobody may believe, but for a replayed one, which only a service with a past can serve. */
export async function forge(
  variant: Exclude<UntrustedVariant, 'replayed'>,
  { content, sound, revision, served }: Forged,
  { current, retired, foreign }: ForgeKeys,
): Promise<Buffer> {
  const files = layOut(content, revision);
  const { kid: foreignId, ...nameless } = foreign;
  switch (variant) {
    case 'unsigned':
      return packArchive(files);
    case 'emptied-signature':
      return packArchive(withFile(files, signaturesPath, JSON.stringify({ signatures: [] })));
    case 'no-key-id':
      return packArchive(await signFiles(files, nameless));
    case 'unknown-key':
      return packArchive(await signFiles(files, { ...nameless, kid: foreignId ?? 'unknown' }));
    case 'retired-key':
      return packArchive(await signFiles(files, retired));
    case 'forged-signature':
      return packArchive(await signFiles(files, { ...nameless, ...idOf(current()) }));
    case 'altered':
      return packArchive(
        overlay(await signFiles(layOut(harmless(content, sound), revision), current()), files),
      );
    case 'unlisted':
      return packArchive(overlay(await signFiles(layOut(sound, revision), current()), added(files, sound)));
    case 'missing':
      return packArchive(without(await signFiles(layOut(guarded(content), revision), current()), guard[0]));
    case 'truncated': {
      const whole = await packArchive(await signFiles(files, current()));
      return whole.subarray(0, Math.floor(whole.length / 2));
    }
    case 'foreign': {
      const manifest: Manifest = { revision: String(revision), roots: [foreignRoot] };
      return packArchive(await signFiles(withFile(files, manifestPath, JSON.stringify(manifest)), current()));
    }
    case 'conflicting':
      return packArchive(await signFiles(layOut(content, served), current()));
    default:
      return variant satisfies never;
  }
}

/** The content as somebody would sign it: without what it adds to, or changes of, the sound one. */
function harmless(content: PolicyFiles, sound: PolicyFiles): PolicyFiles {
  return new Map([...content].map(([path, text]) => [path, sound.get(path) ?? emptyLike(path, text)]));
}

function emptyLike(path: string, text: string): string {
  return path.endsWith('.cedar') ? noRule : text;
}

/** The files of a bundle that the sound content does not have. */
function added(files: ArchiveFiles, sound: PolicyFiles): ArchiveFiles {
  const known = new Set([...sound.keys()].map((path) => `${bundleRoot}/${path}`));
  return new Map([...files].filter(([path]) => path !== manifestPath && !known.has(path)));
}

/** With a rule in every set that it has files of, without which nothing is forbidden any more. */
function guarded(content: PolicyFiles): PolicyFiles {
  const sets = new Set(
    [...content.keys()].flatMap((path) => (path.endsWith('.cedar') ? folderOf(path) : [])),
  );
  return new Map([...content, ...[...sets].map((set) => [`${set}/${guard[0]}`, guard[1]] as const)]);
}

function without(files: ArchiveFiles, name: string): ArchiveFiles {
  return new Map([...files].filter(([path]) => !path.endsWith(`/${name}`)));
}

function overlay(files: ArchiveFiles, over: ArchiveFiles): ArchiveFiles {
  return new Map([...files, ...over]);
}

function withFile(files: ArchiveFiles, path: string, text: string): ArchiveFiles {
  return overlay(files, new Map([[path, Buffer.from(text)]]));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function idOf({ kid }: JWK): Pick<JWK, 'kid'> {
  return kid === undefined ? {} : { kid };
}
