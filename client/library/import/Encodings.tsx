import { useId, useMemo } from "react";
import type { Encoding } from "../../../shared/protocol/import";
import { useTranslation } from "../../app/translation";
import { samplesOf } from "./encodings";
import type { Upload } from "./upload";

interface Props {
  readonly upload: Upload;
  readonly onEncoding: (upload: Upload) => void;
  /** It could not be read as it is: none of them is chosen. */
  readonly unread?: boolean;
}

/** The encodings that the bytes may be in, told apart by a line of the text itself. Nothing where there is nothing to tell apart. */
export function Encodings({ upload, onEncoding, unread = false }: Props) {
  const { t } = useTranslation("library");
  const id = useId();
  const chosen: Encoding | null = unread ? null : (upload.encoding ?? "utf-8");
  const samples = useMemo(() => (upload.pasted ? [] : samplesOf(upload.bytes, chosen)), [upload, chosen]);
  if (samples.length < 2) return null;
  return (
    <fieldset className="adding-codes">
      <legend>{t("import.encoding")}</legend>
      {samples.map(({ encoding, text }) => (
        <label key={encoding} className={encoding === chosen ? "adding-code is-chosen" : "adding-code"}>
          <input type="radio" name={`${id}encoding`} checked={encoding === chosen} onChange={() => onEncoding({ ...upload, encoding })} />
          <b translate="no">{encodingName(encoding)}</b>
          <span dir="auto">{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** As people know them. */
const encodingName = (encoding: Encoding): string =>
  encoding
    .replace(/^utf-/, "UTF-")
    .replace(/^windows-/, "Windows-")
    .replace(/^macintosh$/, "Mac Roman")
    .replace(/^iso-/, "ISO-");
