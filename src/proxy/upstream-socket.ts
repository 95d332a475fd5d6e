import { connect, type Socket } from 'node:net';

/** Smallest and largest buffer that one socket reads into, in bytes. */
const smallest = 16_384;
const largest = 262_144;

/**
 * Connects to an upstream. What it says is read into one buffer again and again, without a new one for each read,
 * which is where a plain pipe of sockets spends much of its time. The buffer grows when it is filled.
 * @param take gets bytes in the lent buffer, and tells whether the buffer is free again when it returns
 */
export function connectUpstream(
  address: { readonly host: string; readonly port: number },
  take: (data: Buffer) => boolean,
): Socket {
  let buffer = Buffer.allocUnsafeSlow(smallest);
  const options = {
    ...address,
    allowHalfOpen: true,
    noDelay: true,
    onread: {
      buffer: () => buffer,
      callback: (bytes: number) => {
        const filled = bytes === buffer.length;
        const free = take(buffer.subarray(0, bytes));
        if (filled && buffer.length < largest) buffer = Buffer.allocUnsafeSlow(buffer.length * 2);
        else if (!free) buffer = Buffer.allocUnsafeSlow(buffer.length);
        return true;
      },
    },
  };
  return connect(options);
}
