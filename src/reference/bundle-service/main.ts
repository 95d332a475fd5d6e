import { quickStart } from '../service/quick-start.ts';

quickStart();
const [{ runService }, { startBundleService }] = await Promise.all([
  import('../service/run-service.ts'),
  import('./start.ts'),
]);
await runService('bundle-service', startBundleService);
