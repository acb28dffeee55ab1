import { createContext, use, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import type { UserId } from "../../shared/ids";
import type { Me, Person } from "../../shared/people";
import type { LibraryView, PeopleView } from "../../shared/wire/rest";
import type { KeptText } from "../session/outbox";
import type { Account, AccountState } from "./account";
import type { Api } from "./api";
import type { Cell } from "./cell";
import type { Commands } from "./commands";
import type { Device } from "./device";
import type { Live } from "./live";
import type { Reading } from "./reading";
import type { Shelf } from "./shelf";
import type { Toasts } from "./toasts";

/** What the page is made of besides what it shows: built once in main.tsx, in tests by `fixtures/stage.tsx`. */
export interface Services {
  readonly api: Api;
  readonly account: Account;
  readonly device: Device;
  readonly library: Reading<LibraryView>;
  readonly people: Reading<PeopleView>;
  readonly live: Live;
  readonly toasts: Toasts;
  /** What is typed into forms and not sent. */
  readonly shelf: Shelf;
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

export function useCell<T>(cell: Pick<Cell<T>, "get" | "subscribe">): T {
  return useSyncExternalStore(cell.subscribe, cell.get);
}

export function useAccount(): AccountState {
  return useCell(useServices().account);
}

/** The signed-in person; only below the frame, where there is one. */
export function useMe(): Me {
  const state = useAccount();
  if (state.kind !== "in") throw new Error("nobody is signed in");
  return state.me;
}

/** Everybody by id, as far as known: names and hues for avatars. */
export function usePeople(): ReadonlyMap<string, Person> {
  const { data } = useCell(useServices().people);
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
