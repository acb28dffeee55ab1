import type * as WorkbenchPage from "../workbench/WorkbenchPage";

type Workbench = typeof WorkbenchPage;

let loaded: Workbench | null = null;

/** The document's page, a chunk of its own. Called early where one is about to open a text: the pointer on its line, or its address in the bar. */
export async function loadWorkbench(): Promise<Workbench> {
  loaded = await import("../workbench/WorkbenchPage");
  return loaded;
}

/** The same once it is there; null before. */
export const workbenchIfLoaded = (): Workbench | null => loaded;
