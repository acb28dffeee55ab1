import { openDB } from "idb";
import type { DBSchema, IDBPDatabase, OpenDBCallbacks } from "idb";

/**
 * A database of the browser's, opened when it is first needed, and again after it was lost or could not be opened. A newer page that wants to
 * change it gets its way: this one then opens it again, and is told that it is too old. Rejects where there is none.
 */
export function browserDatabase<T extends DBSchema>(
  name: string,
  version: number,
  upgrade: NonNullable<OpenDBCallbacks<T>["upgrade"]>,
): () => Promise<IDBPDatabase<T>> {
  let opening: Promise<IDBPDatabase<T>> | null = null;
  const forget = (): void => void (opening = null);
  return () =>
    (opening ??= openDB<T>(name, version, {
      upgrade,
      blocking: (_now, _next, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    }));
}
