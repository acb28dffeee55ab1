// Several things in one body, so that a file goes as the bytes that it is: before each but the last stands its length in bytes, in four of them, the
// highest first. The last one goes on to the end.

export const LENGTH_BYTES = 4;

/** The body. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, { length }) => sum + length, 0) + LENGTH_BYTES * (parts.length - 1);
  const body = new Uint8Array(size);
  const view = new DataView(body.buffer);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (index < parts.length - 1) {
      view.setUint32(at, part.length);
      at += LENGTH_BYTES;
    }
    body.set(part, at);
    at += part.length;
  }
  return body;
}
