import { pageChunk } from "./chunk";
import { Skeleton } from "./Skeleton";

// The two pages that people go to and fro between. Each is a chunk of its own: whoever opens a text at its address waits for no library.

export const LibraryPage = pageChunk(async () => (await import("../library/LibraryPage")).LibraryPage, Waiting);
export const WorkbenchPage = pageChunk(async () => (await import("../workbench/WorkbenchPage")).default, Waiting);

export const isDocument = (path: string): boolean => path.startsWith("/doc/");

/** Asks for the page at an address before anything else is known, so that it comes beside what it is told. */
export function fetchPageAt(path: string): void {
  if (isDocument(path)) WorkbenchPage.fetch();
  else LibraryPage.fetch();
}

/** In a page's place while it is fetched. */
export function Waiting() {
  return (
    <main className="page-body" id="content" tabIndex={-1}>
      <div className="page-in">
        <Skeleton />
      </div>
    </main>
  );
}
