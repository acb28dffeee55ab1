import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { TranslationProvider } from "./app/translation";
import { createAccount } from "./app/account";
import { createApi } from "./app/api";
import type { Api } from "./app/api";
import { App } from "./app/App";
import { createClock } from "./session/clock";
import { createCommands } from "./app/commands";
import { createLocalPreferences, showTheme } from "./app/localPreferences";
import { takeToken } from "./app/auth/token";
import { isMac } from "./app/keys";
import { createLive } from "./app/live";
import { fetchPageAt, isDocument } from "./app/pages";
import { createLibrary } from "./app/library";
import { createResource } from "./app/resource";
import { ServicesProvider } from "./app/services";
import type { Services } from "./app/services";
import { openKeptForms } from "./app/keptForms";
import { createToasts } from "./app/toasts";
import { createI18n, firstLanguage } from "./i18n";
import { keepShell } from "./session/register-service-worker";
import "./styles/index.css";

// The one place that knows the browser: everything below gets what it needs as an argument.

function storageOf(page: Window): Storage | null {
  try {
    return page.localStorage;
  } catch {
    return null; // forbidden by the browser's settings
  }
}

/** Only who is signed in needs the sessions' code. */
const sessions = async () => (await import("./workbench/sessions")).sessionsOfPage();

function build(page: Window): Services {
  const mac = isMac(page.navigator.platform);
  const device = createLocalPreferences(storageOf(page));
  const keptForms = openKeptForms();
  const account = createAccount((): Api => api, {
    async lastPerson() {
      page.addEventListener("online", () => void account.load(), { once: true });
      return (await sessions()).outbox.lastPerson();
    },
    pending: async (user) => (await (await sessions()).outbox.pending(user)) + (await keptForms.count(user)),
    async wipe(user) {
      await keptForms.wipe(user);
      await (await sessions()).outbox.wipe(user);
    },
  });
  const clock = createClock(() => Date.now());
  const api = createApi(clock.hearing(page.fetch.bind(page)), (why) => account.ended(why));
  return {
    api,
    account,
    device,
    library: createLibrary(api),
    people: createResource(() => api.listPeople()),
    live: createLive(async () => (await sessions()).link),
    toasts: createToasts(),
    keptForms,
    keptTexts: async (user) => (await sessions()).outbox.texts(user),
    commands: createCommands(mac, () => device.get().letters),
    mac,
    now: clock.now,
  };
}

async function start(page: Window): Promise<void> {
  const token = takeToken(page);
  const services = build(page);
  const wishes = services.device.get();
  showTheme(page.document.documentElement, wishes.theme);
  void services.account.load();
  fetchPageAt(page.location.pathname);
  const i18n = await createI18n(
    firstLanguage(wishes.lang, page.navigator.languages),
    isDocument(page.location.pathname) ? ["sentences"] : undefined,
  );
  const root = page.document.getElementById("root");
  if (!root) throw new Error("no #root in index.html");
  createRoot(root).render(
    <StrictMode>
      <TranslationProvider i18n={i18n}>
        <ServicesProvider services={services}>
          <App token={token} />
        </ServicesProvider>
      </TranslationProvider>
    </StrictMode>,
  );
  void keepShell(page);
}

void start(window);
