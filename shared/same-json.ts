/** Whether two values are the same as JSON, in whatever order their fields stand: what came off the wire has the order of its schema. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [fieldsOf(a), fieldsOf(b)];
  return one.length === other.length && one.every(([name, value]) => sameJson(value, (b as Record<string, unknown>)[name]));
}

/** JSON has no fields that are undefined. */
const fieldsOf = (value: object): [string, unknown][] => Object.entries(value).filter(([, field]) => field !== undefined);
