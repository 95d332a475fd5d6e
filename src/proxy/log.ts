/** Levels from the most to the least urgent. */
const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Reads Toxiproxy's `LOG_LEVEL`; `info` where it says nothing that is a level. */
export function logLevelFrom(text: string | undefined): LogLevel {
  return logLevels.find((level) => level === text?.toLowerCase()) ?? 'info';
}

/** Takes one structured entry. */
export type Log = (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;

/**
 * Writes entries of at least this level as JSON lines.
 * @param write takes one line with its line feed
 */
export function jsonLog(least: LogLevel, write: (line: string) => void): Log {
  return (level, message, fields = {}) => {
    if (logLevels.indexOf(level) > logLevels.indexOf(least)) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
  };
}
