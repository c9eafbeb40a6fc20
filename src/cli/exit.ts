/** What the exit code says. */
export const exitCodes = {
  /** Everything was read and nothing reached --fail-on. */
  clean: 0,
  /** Something did. */
  found: 1,
  /** Wrong use, an input that could not be read to its end, a schema or a report file that cannot be used. */
  trouble: 2,
  /** A fault of rtvalidate's own. */
  internal: 3,
  /** The user interrupted: 128 and the number of SIGINT. */
  interrupted: 130,
} as const;
