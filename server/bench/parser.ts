import { EventEmitter } from "node:events";

// Two hundred pages in one process would each parse the same frames: what is measured would be this process. Here a frame that has just
// been read is not read again. It speaks the part of Socket.IO's protocol that our pages use: the main namespace, no binary.

interface Packet {
  readonly type: number;
  readonly nsp: string;
  readonly id?: number;
  readonly data?: unknown;
}

class Encoder {
  encode({ type, id, data }: Packet): string[] {
    return [`${type}${id ?? ""}${data === undefined ? "" : JSON.stringify(data)}`];
  }
}

let lastFrame = "";
let lastPacket: Packet = { type: 0, nsp: "/" };

class Decoder extends EventEmitter<{ decoded: [Packet] }> {
  add(frame: string): void {
    if (frame !== lastFrame) {
      const [, type = "0", id = "", json = ""] = /^(\d)(\d*)([^]*)$/.exec(frame) ?? [];
      lastPacket = {
        type: Number(type),
        nsp: "/",
        ...(id === "" ? {} : { id: Number(id) }),
        ...(json === "" ? {} : { data: JSON.parse(json) }),
      };
      lastFrame = frame;
    }
    this.emit("decoded", { ...lastPacket });
  }

  destroy(): void {
    this.removeAllListeners();
  }
}

export const sharingParser = { Encoder, Decoder };
