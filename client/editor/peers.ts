import { Plugin, PluginKey } from "prosemirror-state";
import type { EditorState, Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { PeerId } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { Here, Peer } from "../../shared/protocol/socket";

interface PeersPaint {
  readonly set: DecorationSet;
  /** What each painted peer last said: only who said something new is painted anew, the others are mapped through the edits. */
  readonly said: ReadonlyMap<PeerId, Here>;
}

const key = new PluginKey<PeersPaint>("peers");
const nobody: PeersPaint = { set: DecorationSet.empty, said: new Map() };

/** A transaction that moves the cursors of those who moved, or null when nobody did. */
export function paintPeers(state: EditorState, lang: Lang, peers: readonly Peer[]): Transaction | null {
  const painted = key.getState(state) ?? nobody;
  const present = peers.filter((peer): peer is Peer & { here: Here } => peer.here?.lang === lang);
  const news = present.filter(({ peer, here }) => painted.said.get(peer) !== here);
  const gone = [...painted.said.keys()].filter((id) => !present.some(({ peer }) => peer === id));
  if (news.length === 0 && gone.length === 0) return null;
  const size = state.doc.content.size;
  const of = (id: PeerId): Decoration[] => painted.set.find(undefined, undefined, (spec) => (spec as PeerSpec).peer === id);
  // Who only said again where our own edits have carried their cursor stays as painted: their name must not come up anew.
  const moved = news.filter(({ peer, here }) => !standsAt(of(peer), here, size));
  const stale = [...gone, ...moved.map(({ peer }) => peer)].flatMap(of);
  const set = painted.set.remove(stale).add(
    state.doc,
    moved.flatMap((peer) => decorate(peer, size)),
  );
  return state.tr.setMeta(key, { set, said: new Map(present.map(({ peer, here }) => [peer, here])) });
}

interface PeerSpec {
  readonly peer: PeerId;
}

function standsAt(painted: readonly Decoration[], here: Here, size: number): boolean {
  const head = Math.min(here.head, size);
  const anchor = Math.min(here.anchor, size);
  const range = painted.find(({ from, to }) => from !== to);
  const cursor = painted.find(({ from, to }) => from === to);
  if (cursor?.from !== head || (range === undefined) !== (anchor === head)) return false;
  return range === undefined || (range.from === Math.min(anchor, head) && range.to === Math.max(anchor, head));
}

function decorate({ peer, name, hue, here }: Peer & { here: Here }, size: number): Decoration[] {
  const head = Math.min(here.head, size);
  const anchor = Math.min(here.anchor, size);
  const from = Math.min(anchor, head);
  const to = Math.max(anchor, head);
  const cursor = Decoration.widget(head, () => cursorElement(name, hue), {
    peer,
    side: 1,
    key: `${peer}:${anchor}:${head}`,
    ignoreSelection: true,
  });
  if (from === to) return [cursor];
  return [Decoration.inline(from, to, { class: `peer-range hue-${hue}` }, { peer }), cursor];
}

/** The name is an attribute drawn by the stylesheet: it must never become part of the text, of a selection or of what is read out. */
function cursorElement(name: string, hue: number): HTMLElement {
  const element = document.createElement("span");
  element.className = `peer-cursor hue-${hue}`;
  element.dataset["name"] = name;
  element.setAttribute("aria-hidden", "true");
  // Once: a block that is painted anew, or comes back into view, would start it again though nobody has moved.
  element.addEventListener("animationend", () => element.classList.add("is-named"), { once: true });
  return element;
}

/** Holds the others' cursors and selections and carries them through every edit. */
export function peersPaint(): Plugin<PeersPaint> {
  return new Plugin({
    key,
    state: {
      init: () => nobody,
      apply(tr, painted) {
        const next = tr.getMeta(key) as PeersPaint | undefined;
        if (next) return next;
        return tr.docChanged ? { ...painted, set: painted.set.map(tr.mapping, tr.doc) } : painted;
      },
    },
    props: { decorations: (state) => key.getState(state)?.set },
  });
}
