import { createContext, use, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import type { UserId } from "../../shared/ids";
import type { Me, Person } from "../../shared/people";
import type { PeopleView } from "../../shared/protocol/rest";
import type { KeptText } from "../session/outbox";
import type { Account, AccountState } from "./account";
import type { Api } from "./api";
import type { Store } from "./store";
import type { Commands } from "./commands";
import type { LocalPreferences } from "./localPreferences";
import type { Library } from "./library";
import type { Live } from "./live";
import type { Resource } from "./resource";
import type { KeptForms } from "./keptForms";
import type { Toasts } from "./toasts";

/** What the page is made of besides what it shows: built once in main.tsx, in tests by `fixtures/render-app.tsx`. */
export interface Services {
  readonly api: Api;
  readonly account: Account;
  readonly device: LocalPreferences;
  readonly library: Library;
  readonly people: Resource<PeopleView>;
  readonly live: Live;
  readonly toasts: Toasts;
  /** What is typed into forms and not sent. */
  readonly keptForms: KeptForms;
  /** The texts that this browser can open without a network. */
  readonly keptTexts: (user: UserId) => Promise<readonly KeptText[]>;
  readonly commands: Commands;
  readonly mac: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const ServicesContext = createContext<Services | null>(null);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error("no ServicesProvider above");
  return services;
}

export function useStore<T>(cell: Pick<Store<T>, "get" | "subscribe">): T {
  return useSyncExternalStore(cell.subscribe, cell.get);
}

export function useAccount(): AccountState {
  return useStore(useServices().account);
}

/** The signed-in person; only below the frame, where there is one. */
export function useMe(): Me {
  const state = useAccount();
  if (state.kind !== "in") throw new Error("nobody is signed in");
  return state.me;
}

/** Everybody by id, as far as known: names and hues for avatars. */
export function usePeople(): ReadonlyMap<string, Person> {
  const { data } = useStore(useServices().people);
  return peopleById(data);
}

const byId = new WeakMap<PeopleView, ReadonlyMap<string, Person>>();
const nobody: ReadonlyMap<string, Person> = new Map();

function peopleById(view: PeopleView | null): ReadonlyMap<string, Person> {
  if (!view) return nobody;
  let map = byId.get(view);
  if (!map) byId.set(view, (map = new Map(view.people.map((person) => [person.id, person]))));
  return map;
}
