import { quickStart } from '../service/quick-start.ts';

quickStart();
const [{ runService }, { startPolicyProgram }] = await Promise.all([
  import('../service/run-service.ts'),
  import('./start.ts'),
]);
await runService('policy-service', startPolicyProgram);
