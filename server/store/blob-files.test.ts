import fs, { fstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256Of } from "../../fixtures/store-contract/records";
import { BlobFiles } from "./blob-files";
import { bytesOf } from "./blobs";

// What a disk has for certain after its power went: of a file the bytes it had when it was last synced, and the names that the directory had
// when that was. Kept here beside the real files, by what the process asks of the system.

let directory = "";
/** Bytes by inode. */
const synced = new Map<number, Buffer>();
/** Inodes by name. */
let named = new Map<string, number>();

const inodesOf = (path: string): Map<string, number> => new Map(readdirSync(path).map((name) => [name, statSync(join(path, name)).ino]));

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-blobs-"));
  synced.clear();
  named = new Map();
  const probe = await open(join(directory, "probe"), "wx");
  const handles = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  rmSync(join(directory, "probe"));
  const syncFile = handles.sync;
  jest.spyOn(handles, "sync").mockImplementation(async function (this: FileHandle) {
    await syncFile.call(this);
    const { ino } = await this.stat();
    const path = readdirSync(directory).find((name) => statSync(join(directory, name)).ino === ino);
    if (path !== undefined) synced.set(ino, readFileSync(join(directory, path)));
  });
  const syncDescriptor = fs.fsyncSync;
  jest.spyOn(fs, "fsyncSync").mockImplementation((descriptor) => {
    syncDescriptor(descriptor);
    if (fstatSync(descriptor).isDirectory()) named = inodesOf(directory);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

const afterPowerCut = (name: string): Buffer | undefined => synced.get(named.get(name) ?? -1);
const parts = (): string[] => readdirSync(directory).filter((name) => name.endsWith(".part"));

test("L4: a blob that was put is on the disk, with its name and all of its bytes", async () => {
  const files = new BlobFiles(directory);
  const bytes = Uint8Array.from({ length: 600_000 }, (_, index) => index % 251);
  const name = sha256Of(bytes);
  expect(await files.put(name, [bytes.subarray(0, 7), bytes.subarray(7)], bytes.length)).toBe("kept");
  expect(afterPowerCut(name)?.equals(bytes)).toBe(true);
  const found = await files.read(name);
  expect(found && Buffer.compare(await bytesOf(found), bytes)).toBe(0);
  expect(readdirSync(directory)).toEqual([name]);
});

test("what a crash left of a put is not found, and goes at the next start; a put that fails leaves nothing", async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const name = sha256Of(bytes);
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield bytes;
    throw new Error("the sender went away");
  }
  const files = new BlobFiles(directory);
  await expect(files.put(name, failing(), 10)).rejects.toThrow("the sender went away");
  expect(readdirSync(directory)).toEqual([]);
  writeFileSync(join(directory, "cut-short.part"), bytes);
  expect(files.has(name)).toBe(false);
  expect(parts()).toHaveLength(1);
  expect(new BlobFiles(directory).has(name)).toBe(false);
  expect(parts()).toEqual([]);
});

test("a full disk is told, and nothing is half there", async () => {
  const files = new BlobFiles(directory);
  const handle = await open(join(directory, "probe"), "wx");
  const handles = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  rmSync(join(directory, "probe"));
  jest.spyOn(handles, "writeFile").mockRejectedValue(Object.assign(new Error("no space"), { code: "ENOSPC" }));
  const bytes = Uint8Array.of(1, 2, 3);
  await expect(files.put(sha256Of(bytes), [bytes], 10)).rejects.toMatchObject({ name: "StoreFull" });
  expect(readdirSync(directory)).toEqual([]);
});
