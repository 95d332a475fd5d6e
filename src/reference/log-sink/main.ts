import { enableCompileCache } from 'node:module';

enableCompileCache();
const [{ runService }, { startLogSink }] = await Promise.all([
  import('../service/run-service.ts'),
  import('./start.ts'),
]);
await runService('log-sink', startLogSink);
