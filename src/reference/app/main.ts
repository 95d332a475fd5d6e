import { quickStart } from '../service/quick-start.ts';

quickStart();
const [{ runService }, { startLedger }] = await Promise.all([
  import('../service/run-service.ts'),
  import('./start.ts'),
]);
await runService('ledger', startLedger);
