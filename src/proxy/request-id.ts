import { randomBytes } from 'node:crypto';

const digits = '0123456789abcdefghijklmnopqrstuv';

/**
 * A maker of ids in the form of Toxiproxy's (xid: 12 bytes of time, process and counter, as 20 characters of
 * base 32).
 */
export function createRequestIds(): () => string {
  const own = randomBytes(5);
  let counter = randomBytes(3).readUIntBE(0, 3);
  return () => {
    counter = (counter + 1) % 0x1000000;
    const bytes = Buffer.alloc(12);
    bytes.writeUInt32BE(Math.floor(Date.now() / 1_000), 0);
    own.copy(bytes, 4);
    bytes.writeUIntBE(counter, 9, 3);
    return base32(bytes);
  };
}

function base32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += digits[(value >>> bits) & 31] ?? '';
    }
    value &= (1 << bits) - 1;
  }
  return text + (digits[(value << (5 - bits)) & 31] ?? '');
}
