import "openapi-explorer/dist/browser/openapi-explorer.min.js";
import { addressOf } from "../../shared/protocol/routes/route";
import { aboutRoutes } from "../../shared/protocol/routes/about";

// The viewer writes its colours into a style element, whose hash the page's policy names: whoever changes one here changes it there
// (`server/http/docs-page.ts`). A browser test reads the page in both.
const light = { "bg-color": "#ffffff", "text-color": "#24292f", "primary-color": "#1f5fa8" };
const dark = { "bg-color": "#16191d", "text-color": "#e4e7ea", "primary-color": "#8ab8ee" };
const nav = { "nav-bg-color": "#1d2a38", "nav-text-color": "#e4e7ea", "nav-hover-bg-color": "#33475c", "nav-hover-text-color": "#ffffff" };

const viewer = document.createElement("openapi-explorer");
const isDark = window.matchMedia("(prefers-color-scheme: dark)").matches;
const attributes = {
  ...(isDark ? dark : light),
  ...nav,
  "secondary-color": "#8ab8ee",
  "spec-url": addressOf(aboutRoutes.readOpenApi),
  "hide-console": "true",
  "hide-authentication": "true",
  "hide-server-selection": "true",
  "use-path-in-nav-bar": "true",
  "schema-expand-level": "2",
};
for (const [name, value] of Object.entries(attributes)) viewer.setAttribute(name, value);
document.body.append(viewer);
