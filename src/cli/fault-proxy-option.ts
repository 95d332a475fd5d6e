import { InvalidArgumentError } from 'commander';
import { address } from '../environment/fault-proxy/address.ts';
import { container } from '../environment/fault-proxy/container.ts';
import { embedded } from '../environment/fault-proxy/embedded.ts';
import { program } from '../environment/fault-proxy/program.ts';
import type { FaultProxyProvider } from '../environment/fault-proxy/provider.ts';
import type { Streams } from './streams.ts';

/** The name of an image, which must not be taken for an option by the program that is given it. */
const imageName = /^[a-z0-9][\w.:/@-]*$/i;

/**
 * Whose fault proxy a run goes through: `embedded`, the address of one that runs, `container` or
 * `container:<image>`, or a Toxiproxy program.
 * @param streams hear what a container's image takes long for
 * @throws InvalidArgumentError where what follows `container:` is no image
 */
export function faultProxyFrom(
  text: string,
  streams: Pick<Streams, 'err' | 'rewrite' | 'live'>,
): FaultProxyProvider {
  if (text === 'embedded') return embedded;
  if (/^https?:\/\//.test(text)) return address(text);
  if (text !== 'container' && !text.startsWith('container:')) return program(text);
  const image = text === 'container' ? undefined : text.slice('container:'.length);
  if (image !== undefined && !imageName.test(image)) {
    throw new InvalidArgumentError(
      'It takes container:<image>, such as container:ghcr.io/shopify/toxiproxy:2.12.0.',
    );
  }
  return container({
    ...(image === undefined ? {} : { image }),
    docker: process.env['AUTHZ_DRILL_DOCKER'] || 'docker',
    // A line of its own, above a status that is being rewritten.
    say: (line) => (streams.live ? streams.rewrite(line, '') : streams.err(line)),
  });
}
