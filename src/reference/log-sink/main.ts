import { quickStart } from '../service/quick-start.ts';

quickStart();
const [{ runService }, { startLogSink }] = await Promise.all([
  import('../service/run-service.ts'),
  import('./start.ts'),
]);
await runService('log-sink', startLogSink);
