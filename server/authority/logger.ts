/** Receives what went wrong, without personal data. */
export interface Logger {
  error(facts: Readonly<Record<string, unknown>>, what: string): void;
  warn(facts: Readonly<Record<string, unknown>>, what: string): void;
}
