import type { Evaluate } from '../../policy-service/evaluate.ts';
import { realCerbos } from '../../testing/policy-programs.ts';
import { until } from '../../testing/world.ts';
import { evaluateWith } from '../cerbos/cerbos.ts';
import { createCerbosClient, type CerbosClient } from '../cerbos/cerbos-client.ts';
import { startCerbos, type CerbosProcess } from '../cerbos/cerbos-process.ts';
import { createCerbosTables, type CerbosTables } from '../cerbos/cerbos-tables.ts';

/** A real Cerbos that is up, with nobody before it. */
export interface OpenCerbos {
  readonly process: CerbosProcess;
  readonly client: CerbosClient;
  readonly tables: CerbosTables;
  /** By the policies in force, which are called revision 1. */
  readonly evaluate: Evaluate;
  close(): Promise<void>;
}

const patienceMs = 60_000;

/** @throws Error where there is no such program */
export async function openCerbos(): Promise<OpenCerbos> {
  const program = realCerbos();
  const process = await startCerbos(program);
  const client = createCerbosClient(process.socketPath);
  await until(() => client.isUp());
  // What is said is what is tested, not how soon on a machine that has other things to do.
  const patient: CerbosClient = {
    ...client,
    check: (version, question, withinMs = patienceMs) => client.check(version, question, withinMs),
  };
  const tables = createCerbosTables({ client, policyFolder: process.policyFolder, program });
  return {
    process,
    client,
    tables,
    evaluate: evaluateWith(patient, tables, () => 1),
    async close() {
      await client.close();
      await process.stop();
    },
  };
}
