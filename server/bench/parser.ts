import { EventEmitter } from "node:events";

// Two hundred pages in one process would each parse the same frames: what is measured would be this process. Here a frame that has just
// been read is not read again. It speaks the part of Socket.IO's protocol that our pages use: the main namespace, and in answers one
// attachment of bytes at most.

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

const ACK = 3;
const BINARY_ACK = 6;

let lastFrame = "";
let lastPacket: Packet = { type: 0, nsp: "/" };

class Decoder extends EventEmitter<{ decoded: [Packet] }> {
  /** An answer whose bytes come in the next frame. */
  #waiting: Packet | null = null;

  add(frame: string | Uint8Array): void {
    if (typeof frame !== "string") {
      const { data, ...waiting } = this.#waiting as Packet;
      const whole = JSON.parse(JSON.stringify(data), (_key, value: unknown) => (isPlaceholder(value) ? frame : value));
      this.#waiting = null;
      this.emit("decoded", { ...waiting, type: ACK, data: whole });
      return;
    }
    if (frame !== lastFrame) {
      const [, type = "0", id = "", json = ""] = /^(\d)(?:1-)?(\d*)([^]*)$/.exec(frame) ?? [];
      lastPacket = {
        type: Number(type),
        nsp: "/",
        ...(id === "" ? {} : { id: Number(id) }),
        ...(json === "" ? {} : { data: JSON.parse(json) }),
      };
      lastFrame = frame;
    }
    if (lastPacket.type === BINARY_ACK) this.#waiting = lastPacket;
    else this.emit("decoded", { ...lastPacket });
  }

  destroy(): void {
    this.removeAllListeners();
  }
}

const isPlaceholder = (value: unknown): boolean => typeof value === "object" && value !== null && "_placeholder" in value;

export const sharingParser = { Encoder, Decoder };
