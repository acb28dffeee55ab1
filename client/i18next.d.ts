import "i18next";
import type { namespaces } from "../shared/locales/fr";

// Keys are checked by the compiler against the French files; the tests of shared/locales keep the English ones equal.
declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    returnNull: false;
    resources: typeof namespaces;
  }
}
