/** How long a plain value is as JSON, roughly (characters that are escaped count once); once that is more than `most`, only that it is. */
export function jsonLength(value: unknown, most = Number.POSITIVE_INFINITY): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 5;
  let sum = 2;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && sum <= most; index += 1) sum += 1 + jsonLength(value[index], most - sum);
    return sum;
  }
  for (const name in value) {
    if (sum > most) break;
    sum += name.length + 4 + jsonLength((value as Record<string, unknown>)[name], most - sum);
  }
  return sum;
}
