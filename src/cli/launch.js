#!/usr/bin/env node
// Plain JavaScript on purpose: it has to run, and explain itself, on a Node too old for the rest.
import { existsSync } from 'node:fs';
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `authz-drill needs Node 22.22 or newer; this is ${process.version} (${process.execPath}).\n` +
      'In a checkout, `npm ci` brings a Node of its own: use `npm run drill` or `npx authz-drill`.\n',
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache();
  // A checkout runs its TypeScript as it is; an installed package has only what was built from it.
  const source = new URL('main.ts', import.meta.url);
  const built = new URL('../../dist/cli/main.js', import.meta.url);
  const { main } = await import((existsSync(source) ? source : built).href);
  process.exitCode = await main(process.argv.slice(2));
}
