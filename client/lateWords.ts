import type { Plugin } from "vite";
import { interfaceLanguages } from "../shared/interface-languages";

/** Puts into the page, in every language, what is read when its scripts do not come: shown after a while, gone when they start. */
export function lateWords(): Plugin {
  return {
    name: "late-words",
    async transformIndexHtml(html) {
      const said = await Promise.all(
        interfaceLanguages.map(async ({ tag, sentences }) => {
          const { late, action } = (await sentences()).namespaces.common;
          return `<p lang="${tag}">${late} <a href="">${action.reload}</a></p>`;
        }),
      );
      return html.replace("<!--late-->", `<div class="app-late">${said.join("")}</div>`);
    },
  };
}
