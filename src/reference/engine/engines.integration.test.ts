import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { engineNames } from './engines.ts';

/** Part of the path that only the engine's own library has. */
const libraries = { cedar: 'cedar-wasm', 'opa-wasm': 'opa-wasm/src', casbin: 'casbin/lib' } as const;

it.each(engineNames)('a process that decides by %s loads no library of the others', async (name) => {
  const engines = new URL('engines.ts', import.meta.url).href;
  const parts = new URL('../app/create-parts.ts', import.meta.url).href;
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import(${JSON.stringify(parts)});
    const { createEngine } = await import(${JSON.stringify(engines)});
    await createEngine(${JSON.stringify(name)}, new Set());
    process.stdout.write(JSON.stringify(loaded));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  const loaded = Object.entries(libraries).filter(([, part]) => stdout.includes(part));
  expect(loaded.map(([engine]) => engine)).toEqual([name]);
});
