import { enableCompileCache } from 'node:module';

enableCompileCache();
const [{ runService }, { startLedger }] = await Promise.all([
  import('../service/run-service.ts'),
  import('./start.ts'),
]);
await runService('ledger', startLedger);
