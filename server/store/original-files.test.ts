import fs, { fstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OriginalFiles } from "./original-files";

// What a disk has for certain after its power went: of a file the bytes it had when it was last synced, and the names that the directory had
// when that was. Kept here beside the real files, by what the process asks of the system.

let directory = "";
/** Bytes by inode. */
const synced = new Map<number, Buffer>();
/** Inodes by name. */
let named = new Map<string, number>();

const inodesOf = (path: string): Map<string, number> => new Map(readdirSync(path).map((name) => [name, statSync(join(path, name)).ino]));

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "sourcier-originals-"));
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

const nameOf = (id: string): string => Buffer.from(id, "utf8").toString("hex");
const afterPowerCut = (id: string): Buffer | undefined => synced.get(named.get(nameOf(id)) ?? -1);

test("L4: an original that was published is on the disk, with its name and all of its bytes", async () => {
  const files = new OriginalFiles(directory);
  const bytes = Uint8Array.from({ length: 5_000 }, (_, index) => index % 251);
  const path = await files.setAside(bytes);
  expect([...synced.values()]).toEqual([Buffer.from(bytes)]);
  files.publish(path, "doc-one");
  expect(afterPowerCut("doc-one")).toEqual(Buffer.from(bytes));
  expect(await files.read("doc-one")).toEqual(bytes);
});

test("L4: one that was put in the place of another is on the disk as well", async () => {
  const files = new OriginalFiles(directory);
  for (const byte of [1, 2]) files.publish(await files.setAside(Uint8Array.of(byte)), "doc-one");
  expect(afterPowerCut("doc-one")).toEqual(Buffer.of(2));
  expect(readdirSync(directory)).toEqual([nameOf("doc-one")]);
});
