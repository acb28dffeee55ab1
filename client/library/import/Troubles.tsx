import { useLibraryFailureText } from "../libraryFailure";
import { Wrong } from "../../app/TextField";
import { useTranslation } from "../../app/translation";
import { Encodings } from "./Encodings";
import type { ImportFailure, Upload } from "./upload";
import type { Import } from "./useImport";

/** What went wrong, in place, with the way out where there is one: another encoding, told apart by a sample. */
export function Troubles({ work, onEncoding }: { work: Import; onEncoding: (upload: Upload) => void }) {
  const told = useTrouble(work.failure);
  return (
    <>
      {told ? <Wrong live>{told}</Wrong> : null}
      {work.unread && work.busy === null ? <Encodings upload={work.unread} onEncoding={onEncoding} unread /> : null}
    </>
  );
}

function useTrouble(failure: ImportFailure | null): string | null {
  const { t } = useTranslation("library");
  const say = useLibraryFailureText();
  if (!failure) return null;
  const { code, detail } = failure;
  if (code === "wrong-type") return t("import.wrongType", { name: String(detail?.["name"] ?? "") });
  if (code === "too-large") return t("import.tooLarge", { limit: detail?.["limit"] });
  return say({ code, ...(detail ? { detail } : {}) });
}
