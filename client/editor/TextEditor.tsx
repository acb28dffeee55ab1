import { useEffect, useLayoutEffect, useRef } from "react";
import { systemRandom } from "../../shared/ids";
import type { ClaimId } from "../../shared/ids";
import type { Dir, Lang } from "../../shared/languages";
import type { DocumentSession } from "../session/contract";
import { createEditor } from "./editor";
import type { EditorEvents, TextEditor as Editor } from "./contract";

interface Props {
  readonly session: DocumentSession;
  readonly lang: Lang;
  readonly dir: Dir;
  readonly label: string;
  readonly mayWrite: boolean;
  readonly chosen: ClaimId | null;
  readonly events: EditorEvents;
  /** Told of the editor once it stands, and of null before it goes. */
  readonly onEditor?: (editor: Editor | null, lang: Lang) => void;
}

/** React's only door to an editor: it mounts one per session and language and passes on what may change meanwhile. */
export function TextEditor({ session, lang, dir, label, mayWrite, chosen, events, onEditor }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const latest = useRef({ events, onEditor, mayWrite, chosen, label });
  useLayoutEffect(() => {
    latest.current = { events, onEditor, mayWrite, chosen, label };
  });

  useEffect(() => {
    if (!element.current) return undefined;
    const made = createEditor({
      session,
      lang,
      dir,
      element: element.current,
      mayWrite: latest.current.mayWrite,
      label: latest.current.label,
      events: relay(() => latest.current.events),
      random: systemRandom,
    });
    made.choose(latest.current.chosen);
    editor.current = made;
    latest.current.onEditor?.(made, lang);
    return () => {
      editor.current = null;
      latest.current.onEditor?.(null, lang);
      made.destroy();
    };
  }, [session, lang, dir]);

  useEffect(() => editor.current?.choose(chosen), [chosen]);
  useEffect(() => editor.current?.set({ mayWrite, label }), [mayWrite, label]);

  return <div ref={element} className="text-editor" data-lang={lang} />;
}

/** Events that always reach the newest handlers, so that new handlers do not make a new editor. */
function relay(events: () => EditorEvents): Required<EditorEvents> {
  return {
    onPlace: (place) => events().onPlace(place),
    onSpot: (spot) => events().onSpot(spot),
    onChoose: (claim, lang) => events().onChoose(claim, lang),
    onEscape: () => events().onEscape(),
    onClaimKey: () => events().onClaimKey(),
    onRefused: (refusal) => events().onRefused(refusal),
    onTakenBack: (done) => events().onTakenBack?.(done),
    onLeftOut: (leftOut) => events().onLeftOut?.(leftOut),
    onUnreachable: () => events().onUnreachable(),
    onChange: () => events().onChange(),
  };
}
