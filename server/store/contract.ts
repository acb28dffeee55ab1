import { binContract } from "./contract/bin";
import { documentsContract } from "./contract/documents";
import { logContract } from "./contract/log";
import { peopleContract } from "./contract/people";
import { projectionsContract } from "./contract/projections";
import type { Bench } from "./contract/records";
import type { Store } from "./Store";

/** A store opened for a suite: empty at first. */
export interface OpenedStore {
  store: Store;
  /** Closes it and opens it again on what it wrote. */
  reopen(): Promise<Store>;
  /** Closes it and removes what it wrote. */
  destroy(): Promise<void>;
}

/** What every adapter of the port must do, edges included. Called at the top of an adapter's test file. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} keeps the store's contract`, () => {
    let opened: OpenedStore | null = null;
    let store: Store | null = null;
    const bench: Bench = {
      get store() {
        if (!store) throw new Error("the store is not open");
        return store;
      },
      async reopen() {
        store = (await opened?.reopen()) ?? null;
      },
    };

    beforeAll(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterAll(async () => {
      await opened?.destroy();
    });

    test("it answers, and says what it is", async () => {
      await bench.store.ping();
      expect(["sqlite", "mongodb"]).toContain(bench.store.kind);
    });

    describe("cases and documents", () => documentsContract(bench));
    describe("the bin", () => binContract(bench));
    describe("the log", () => logContract(bench));
    describe("projections", () => projectionsContract(bench));
    describe("people", () => peopleContract(bench));

    test("opening it again and again changes nothing", async () => {
      const before = await everything(bench.store);
      await bench.reopen();
      await bench.reopen();
      expect(await everything(bench.store)).toEqual(before);
    });

    test("once closed it is away", async () => {
      await bench.store.close();
      await bench.store.close();
      await expect(bench.store.ping()).rejects.toMatchObject({ name: "StoreAway" });
      await expect(bench.store.listUsers()).rejects.toMatchObject({ name: "StoreAway" });
      await expect(bench.store.removeInvite("hash-of-nothing")).rejects.toMatchObject({ name: "StoreAway" });
      await bench.reopen();
      await bench.store.ping();
    });
  });
}

async function everything(store: Store): Promise<unknown> {
  return [
    await store.listCases(),
    await store.listBin(),
    await store.listDocumentIds(),
    await store.listDocumentRows(),
    await store.listUsers(),
    await store.listInvites(),
  ];
}
