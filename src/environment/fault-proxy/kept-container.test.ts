import { expect, it } from 'vitest';
import { createArguments } from './kept-container.ts';

it('gives the container the network of the host and nothing else, with its server on loopback', () => {
  const order = {
    docker: 'docker',
    image: 'some/image:1',
    name: 'some-name',
    mark: 'run-1/s',
    harness: 'b/n/0/1/2',
  };
  expect(createArguments(order, ['-host', '127.0.0.1', '-port', '8474'])).toEqual([
    'create',
    '--rm',
    '--pull=never',
    '--network=host',
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
    '--read-only',
    '--env=LOG_LEVEL=warn',
    '--label=authz-drill.run=run-1/s',
    '--label=authz-drill.harness=b/n/0/1/2',
    '--name=some-name',
    'some/image:1',
    '-host',
    '127.0.0.1',
    '-port',
    '8474',
  ]);
});
