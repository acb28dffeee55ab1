import type { DBSchema } from "idb";
import type { UserId } from "../../shared/ids";
import { browserDatabase } from "../session/browser-database";

/** What one person has typed into forms and not yet sent, in this browser. Null: nothing, or nothing can be kept here. */
export interface PersonForms {
  load(form: string): Promise<unknown>;
  /** `undefined` takes it away. Whether it is kept now. */
  save(form: string, value: unknown): Promise<boolean>;
}

/** The browser's keep for forms: what is in a dialog survives a reload, the way back, and the end of a session. Passwords never come here. */
export interface KeptForms {
  /** A person's own part. One that was there before a wipe keeps nothing more. */
  formsOf(user: UserId): PersonForms;
  /** How many forms of a person's hold something. */
  count(user: UserId): Promise<number>;
  /** Leaves nothing of the person here. */
  wipe(user: UserId): Promise<void>;
}

interface Boxes extends DBSchema {
  forms: { key: [string, string]; value: unknown };
}

const everyForm = (user: UserId): IDBKeyRange => IDBKeyRange.bound([user], [user, []]);

/** Opens the browser's database when it is first needed. Where there is none, nothing is kept and nothing fails. */
export function openKeptForms(name = "sourcier-forms"): KeptForms {
  const wipes = new Map<UserId, number>();
  const wiped = (user: UserId): number => wipes.get(user) ?? 0;
  const db = browserDatabase<Boxes>(name, 1, (database) => void database.createObjectStore("forms"));

  return {
    formsOf(user) {
      const since = wiped(user);
      return {
        async load(form) {
          try {
            return (await (await db()).get("forms", [user, form])) ?? null;
          } catch {
            return null;
          }
        },
        async save(form, value) {
          if (wiped(user) !== since) return false;
          try {
            const forms = await db();
            if (wiped(user) !== since) return false;
            const tx = forms.transaction("forms", "readwrite");
            if (value === undefined) void tx.store.delete([user, form]);
            else void tx.store.put(value, [user, form]);
            // A page that is being left lives no longer than this: the browser writes what it was told to by now.
            tx.commit();
            await tx.done;
            return value !== undefined;
          } catch {
            return false;
          }
        },
      };
    },
    async count(user) {
      try {
        return await (await db()).count("forms", everyForm(user));
      } catch {
        return 0;
      }
    },
    async wipe(user) {
      wipes.set(user, wiped(user) + 1);
      try {
        await (await db()).delete("forms", everyForm(user));
      } catch {
        // What cannot be opened holds nothing.
      }
    },
  };
}
