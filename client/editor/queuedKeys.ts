import { Plugin, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { LeftOut } from "../../shared/doc/reader/block";
import { fetchWriting, writingIfThere } from "./fetchEditingPlugins";
import { characterEdge } from "./passage";
import { hasStyle } from "./styles";

// The keys of a text that may be written, until their code has come. Letters are the browser's own work and do not wait. A key that does more is
// held, with all that is written after it, and pressed again when there is somebody to hear it: ProseMirror alone would swallow it.

export interface AwaitedKeys {
  /** Stands where the plugins of `editingPlugins.ts` will. */
  readonly plugin: Plugin;
  /** Puts those in its place: at once when their code is there, else as soon as it has come. */
  takeUp(view: EditorView): void;
}

interface Options {
  mayWrite(): boolean;
  /** A key was pressed whose code cannot be had now; what was written after it is not lost. */
  unreachable(): void;
  /** See `hideFarBlocks.ts`. */
  onLaidOut(): void;
  /** See `paste.ts`. */
  onLeftOut(leftOut: readonly LeftOut[]): void;
}

/** What was pasted or dropped: nothing of it may become an element before the code that cleans it is there. */
interface Pasted {
  readonly html: string;
  readonly text: string;
}

export function awaitedKeys({ mayWrite, unreachable, onLaidOut, onLeftOut }: Options): AwaitedKeys {
  const held: (KeyboardEvent | string | Pasted)[] = [];
  let releasing = false;
  const release = (view: EditorView): boolean => {
    releasing = true;
    const heard = held.splice(0).map((what) => {
      if (typeof what === "string") return write(view, what);
      return "html" in what ? paste(view, what) : press(view, what);
    });
    releasing = false;
    return heard.every(Boolean);
  };

  const takeUp = (view: EditorView): void => {
    const { state, isDestroyed } = view;
    // Whoever may no longer write has nothing left to press.
    if (!mayWrite()) held.length = 0;
    if (isDestroyed || !mayWrite() || !state.plugins.includes(plugin)) return;
    const code = writingIfThere();
    if (code) {
      const plugins = state.plugins.flatMap((one) => (one === plugin ? code.writing(mayWrite, onLaidOut, onLeftOut) : one));
      view.updateState(state.reconfigure({ plugins }));
      release(view);
      return;
    }
    fetchWriting().then(
      () => takeUp(view),
      () => {
        if (!view.isDestroyed && !release(view)) unreachable();
      },
    );
  };

  const hold = (view: EditorView, event: Event, data: DataTransfer | null): boolean => {
    if (releasing || !mayWrite() || !data) return false;
    event.preventDefault();
    held.push({ html: data.getData("text/html"), text: data.getData("text/plain") });
    takeUp(view);
    return true;
  };
  const plugin = new Plugin({
    props: {
      handleDOMEvents: {
        paste: (view, event) => hold(view, event, event.clipboardData),
        drop: (view, event) => hold(view, event, event.dataTransfer),
      },
      handleKeyDown(view, event) {
        if (releasing || !mayWrite() || !(waits(view, event) || (held.length > 0 && erases(event)))) return false;
        held.push(event);
        takeUp(view);
        return true;
      },
      handleTextInput(_view, _from, _to, text) {
        if (held.length === 0 || !mayWrite()) return false;
        held.push(text);
        return true;
      },
    },
  });
  return { plugin, takeUp };
}

/** Only when the code that cleans it is there; else it stays on the clipboard, and the person is told. */
function paste(view: EditorView, { html, text }: Pasted): boolean {
  if (!writingIfThere()) return false;
  return html === "" ? view.pasteText(text) : view.pasteHTML(html);
}

const erases = ({ key }: KeyboardEvent): boolean => key === "Backspace" || key === "Delete";

/** Whether a key does more here than the browser would do by itself. */
function waits({ state }: EditorView, { key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  const { $from, $to, empty } = state.selection;
  if (!$from.sameParent($to) && (key === "Backspace" || key === "Delete")) return true;
  switch (key) {
    case "Enter":
      return true;
    case "Tab":
      return hasStyle(state, "bullets") || hasStyle(state, "numbers") || hasStyle(state, "table");
    case "Backspace":
      return empty && $from.parentOffset === 0;
    case "Delete":
      return empty && $from.parentOffset === $from.parent.content.size;
    default:
      return (
        (ctrlKey || metaKey) &&
        (code === "KeyB" ||
          code === "KeyI" ||
          key === "." ||
          key === ";" ||
          (shiftKey && code === "KeyX") ||
          ((shiftKey || altKey) && code.startsWith("Digit")))
      );
  }
}

function write(view: EditorView, text: string): boolean {
  const { from, to } = view.state.selection;
  const insertion = () => view.state.tr.insertText(text, from, to).scrollIntoView();
  if (!view.someProp("handleTextInput", (handle) => handle(view, from, to, text, insertion))) view.dispatch(insertion());
  return true;
}

function press(view: EditorView, event: KeyboardEvent): boolean {
  if (view.someProp("handleKeyDown", (handle) => handle(view, event))) return true;
  const { doc, selection, tr } = view.state;
  if (!erases(event) || !(selection instanceof TextSelection)) return false;
  // Within a paragraph erasing is the browser's own work, which cannot be asked to do it later.
  const { head } = selection;
  const from = event.key === "Backspace" ? characterEdge(doc, head - 1, "start") : head;
  const to = event.key === "Backspace" ? head : characterEdge(doc, head + 1, "end");
  if (!doc.resolve(from).sameParent(doc.resolve(to))) return false;
  view.dispatch(tr.delete(from, to).scrollIntoView());
  return true;
}
