// Between the server and the process that reads files: four bytes with the length of a head, the head as JSON, then bytes to the end. The server
// parses the head alone; what may be as large as a file passes it as it is.

const LENGTH = 4;

export function frame(head: unknown, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json, body]);
}

/** Throws when the bytes are no frame. */
export function unframe(bytes: Buffer): { head: unknown; body: Buffer } {
  const end = LENGTH + bytes.readUInt32BE();
  return { head: JSON.parse(bytes.subarray(LENGTH, end).toString()), body: bytes.subarray(end) };
}
