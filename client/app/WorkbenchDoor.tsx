import type { DocId } from "../../shared/ids";
import { Wait } from "./Wait";

/** Stands where the workbench will be. */
export default function WorkbenchDoor({ doc }: { doc: DocId }) {
  return (
    <main className="lib" id="content" tabIndex={-1} data-doc={doc}>
      <div className="in">
        <Wait />
      </div>
    </main>
  );
}
