import { readBundleKeys } from '../../service/fixtures.ts';
import type { PolicyProgram } from '../policy-program.ts';
import { createOpaClient } from './opa-client.ts';
import { opaConfig } from './opa-config.ts';
import { startOpa } from './opa-process.ts';

const pollEveryS = 1;

/** Open Policy Agent: takes its bundles from the bundle service by itself, verifies them, and decides by the Rego in them. */
export const opa: PolicyProgram = {
  async start({ program, bundleServiceUrl }) {
    const config = opaConfig({ bundleServiceUrl, keys: await readBundleKeys(), pollEveryS });
    const process = await startOpa(program, config);
    const client = createOpaClient(process.socketPath);
    return {
      process,
      isUp: () => client.isUp(),
      decider: () => Promise.resolve(client),
      close: () => client.close(),
    };
  },
};
