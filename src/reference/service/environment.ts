/**
 * Reads an environment variable that must be there.
 * @throws Error naming the variable
 */
export function requiredVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`);
  return value;
}

/**
 * Reads a port from an environment variable; 0, which lets the system choose, where it is not set.
 * @throws Error naming the variable
 */
export function portVariable(name: string): number {
  const text = process.env[name] ?? '0';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(`the environment variable ${name} is no port: ${text}`);
  return port;
}

/** The address to listen on: the loopback interface, unless `HOST` says otherwise, as it must in a container. */
export function hostVariable(): string {
  return process.env['HOST'] || '127.0.0.1';
}
