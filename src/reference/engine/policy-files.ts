/**
 * Policy files by their path in a bundle's root, such as `remote/payments.cedar`: texts, and what is no text (`.wasm`) as
 * base64, so that policies can be compared, served as JSON and handed to a thread whatever is in them.
 */
export type PolicyFiles = ReadonlyMap<string, string>;

/** Tells whether a file of this name is no text. */
export function isBinary(path: string): boolean {
  return path.endsWith('.wasm');
}

/** The bytes of a file, as they are in a bundle. */
export function bytesOf(path: string, content: string): Buffer<ArrayBuffer> {
  return Buffer.from(content, isBinary(path) ? 'base64' : 'utf8');
}

/** The files directly in folder `set` whose names end with `extension`, in the order of their paths. */
export function filesOfSet(
  files: PolicyFiles,
  set: string,
  extension: string,
): readonly (readonly [path: string, text: string])[] {
  return [...files]
    .filter(([path]) => path.endsWith(extension) && path.slice(0, path.lastIndexOf('/')) === set)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
