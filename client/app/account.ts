import type { UserId } from "../../shared/ids";
import type { UiLang } from "../../shared/languages";
import type { Me, Theme } from "../../shared/people";
import type { SessionView } from "../../shared/protocol/rest";
import type { Api } from "./api";
import { createStore } from "./store";
import type { Store } from "./store";
import type { Failure, Outcome } from "./failure";

/** Who is at this browser. `why`: what ended the session before, to be told on the sign-in page; `name`: whose it was. */
export type AccountState =
  | { readonly kind: "unknown" }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "out"; readonly needsSetup: boolean; readonly why: Failure | null; readonly name?: string }
  | { readonly kind: "in"; readonly me: Me };

export interface Account extends Pick<Store<AccountState>, "get" | "subscribe"> {
  load(): Promise<void>;
  signIn(name: string, password: string): Promise<Outcome<null>>;
  accept(invitation: { token: string; name: string; password: string; lang: UiLang }): Promise<Outcome<null>>;
  /** How many of this person's changes are only in this browser: signing out removes them. */
  unsent(): Promise<number>;
  /** Leaves nothing of the person in this browser. */
  signOut(): Promise<Outcome<null>>;
  /** Shows the wish at once and takes it back when the server refuses it. */
  prefer(wish: { lang?: UiLang; theme?: Theme }): Promise<Outcome<null>>;
  /** The server, or a socket, says that this session is over. Nothing happens when nobody was in. */
  ended(why: Failure): void;
}

/** What this browser keeps of people's work. */
export interface KeptWork {
  /** Who may go on without a network, because something of theirs is here; the server has its say when it is back. */
  lastPerson(): Promise<Me | null>;
  /** How many of a person's changes are nowhere else. */
  pending(user: UserId): Promise<number>;
  wipe(user: UserId): Promise<void>;
}

const nothingKept: KeptWork = { lastPerson: async () => null, pending: async () => 0, wipe: async () => undefined };

/** `api` is a function because the client of the routes itself reports ended sessions here. */
export function createAccount(api: () => Api, kept: KeptWork = nothingKept): Account {
  const store = createStore<AccountState>({ kind: "unknown" });

  const enter = (view: SessionView): void =>
    store.set(view.me ? { kind: "in", me: view.me } : { kind: "out", needsSetup: view.needsSetup, why: null });

  async function entering(asked: Promise<Outcome<SessionView>>): Promise<Outcome<null>> {
    const outcome = await asked;
    if (!outcome.ok) return outcome;
    enter(outcome.value);
    return { ok: true, value: null };
  }

  return {
    get: store.get,
    subscribe: store.subscribe,
    async load() {
      const outcome = await api().readSession();
      if (outcome.ok) {
        enter(outcome.value);
        return;
      }
      if (store.get().kind === "in") return;
      const me = outcome.failure.code === "unreachable" ? await kept.lastPerson() : null;
      store.set(me ? { kind: "in", me } : { kind: "failed", failure: outcome.failure });
    },
    signIn: (name, password) => entering(api().signIn({ body: { name, password } })),
    accept: (invitation) => entering(api().acceptInvite({ body: invitation })),
    async unsent() {
      const state = store.get();
      return state.kind === "in" ? kept.pending(state.me.id) : 0;
    },
    async signOut() {
      const state = store.get();
      const outcome = await entering(api().signOut());
      if (outcome.ok && state.kind === "in") await kept.wipe(state.me.id);
      return outcome;
    },
    async prefer(wish) {
      const before = store.get();
      if (before.kind !== "in") return { ok: true, value: null };
      store.set({ kind: "in", me: { ...before.me, ...wish } });
      const outcome = await api().setPreferences({ body: wish });
      const now = store.get();
      if (now.kind === "in") {
        const { lang, theme } = outcome.ok ? outcome.value : before.me;
        store.set({ kind: "in", me: { ...now.me, lang, theme } });
      }
      return outcome.ok ? { ok: true, value: null } : outcome;
    },
    ended(why) {
      const state = store.get();
      if (state.kind === "in") store.set({ kind: "out", needsSetup: false, why, name: state.me.name });
    },
  };
}
