import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { JWK } from 'jose';
import { parseBundleKeys, type BundleKeys } from '../bundle/bundle-keys.ts';

const folder = new URL('../../../fixtures/ledger/', import.meta.url);

/** Path of a file or folder in `fixtures/ledger/`. */
export function fixturePath(path: string): string {
  return fileURLToPath(new URL(path, folder));
}

/**
 * Reads one of the keys in `fixtures/ledger/keys/`, such as `workload.public`.
 * @throws Error when there is none
 */
export async function readKey(name: string): Promise<JWK> {
  const key = await readFixtureJson(`keys/${name}.jwk.json`);
  if (!isJwk(key)) throw new Error(`keys/${name}.jwk.json is no JSON web key`);
  return key;
}

/** The keys whose bundles are believed: `fixtures/ledger/keys/bundle-keys.json`. */
export async function readBundleKeys(): Promise<BundleKeys> {
  return parseBundleKeys(await readFixtureJson('keys/bundle-keys.json'));
}

/** Reads a JSON file of `fixtures/ledger/`. */
export async function readFixtureJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(fixturePath(path), 'utf8'));
}

function isJwk(value: unknown): value is JWK {
  return typeof value === 'object' && value !== null && 'kty' in value && typeof value.kty === 'string';
}
