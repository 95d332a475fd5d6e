import { quickStart } from '../service/quick-start.ts';

quickStart();
const [{ runService }, { startContextService }] = await Promise.all([
  import('../service/run-service.ts'),
  import('./start.ts'),
]);
await runService('context-service', startContextService);
