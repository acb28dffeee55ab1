/** The document's page, a chunk of its own. Called early where one is about to open a text: the pointer on its line, or its address in the bar. */
export const loadWorkbench = () => import("../workbench/WorkbenchPage");
