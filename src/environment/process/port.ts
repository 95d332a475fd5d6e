import { connect } from 'node:net';

/** Where something listens: `127.0.0.1:41001`. */
export type Address = string;

/** The address in a URL such as `http://127.0.0.1:41001`. */
export function addressOf(url: string): Address {
  return new URL(url).host;
}

/** Whether a connection to the address is accepted. */
export function acceptsConnections(address: Address): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const settle = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', settle(true)).once('error', settle(false)).setTimeout(1_000, settle(false));
  });
}
