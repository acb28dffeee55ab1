import type { StepMap } from "prosemirror-transform";
import { stepOf } from "../../shared/doc/steps";
import type { PeerId, UserId, Version } from "../../shared/ids";
import type { Lang } from "../../shared/languages";
import type { Commit } from "../../shared/log/commit";
import type { Op } from "../../shared/log/op";
import type { Here, Peer } from "../../shared/protocol/socket";

/** How many commits back a place can still be carried from. */
const MEMORY = 2_000;

type Maps = Partial<Record<Lang, StepMap[]>>;
/** A place in the confirmed text at `version`. */
type SentPresence = Omit<Here, "doc">;

interface Known {
  readonly peer: Peer;
  place: SentPresence | null;
  /** What was last handed out, and where the view had it. */
  shown: Peer;
}

/**
 * Where people are. Places travel in positions of the confirmed text, so that they mean the same to everybody; here they are carried
 * through the commits that follow, and through one's own pending steps when they are shown.
 */
export class Presence {
  private readonly known = new Map<PeerId, Known>();
  private readonly passed = new Map<number, { author: UserId; maps: Maps }>();
  private list: readonly Peer[] = [];
  private version = 0;

  /** Everybody who is there now; `me`: this page's own id. */
  enter(me: PeerId, peers: readonly Peer[]): void {
    this.known.clear();
    for (const peer of peers) if (peer.peer !== me) this.meet(peer);
  }

  /** Somebody came or moved. */
  meet(peer: Peer): void {
    const shown = this.known.get(peer.peer)?.shown ?? { ...peer, here: null };
    this.known.set(peer.peer, { peer, place: peer.here, shown });
  }

  leave(peer: PeerId): void {
    this.known.delete(peer);
  }

  /** The text was replaced by that of `version`. */
  restart(version: Version): void {
    this.passed.clear();
    this.version = version;
  }

  pass(commit: Commit): void {
    this.version = commit.version;
    this.passed.set(commit.version, { author: commit.author, maps: mapsOf(commit.ops) });
    this.passed.delete(commit.version - MEMORY);
  }

  /** Carries a place of `user` up to the newest commit. Their own typing takes their cursor along, others' leaves it in front. */
  carry(place: SentPresence, user: UserId): SentPresence {
    const { lang } = place;
    if (place.version >= this.version) return place;
    if (lang === null) return { ...place, version: this.version as Version };
    let { anchor, head } = place;
    for (let version = place.version + 1; version <= this.version; version++) {
      const commit = this.passed.get(version);
      const side = commit?.author === user ? 1 : -1;
      for (const map of commit?.maps[lang] ?? []) {
        anchor = map.map(anchor, side);
        head = map.map(head, side);
      }
    }
    return { ...place, anchor, head, version: this.version as Version };
  }

  /** The others as this page's view has them: `pending` are the steps between the confirmed text and the view. Same object while nothing changed. */
  peers(pending: readonly Op[]): readonly Peer[] {
    const maps = mapsOf(pending);
    const next = [...this.known.values()].map((known) => this.show(known, maps));
    if (next.length !== this.list.length || next.some((peer, index) => peer !== this.list[index])) this.list = next;
    return this.list;
  }

  private show(known: Known, maps: Maps): Peer {
    const { peer, place, shown } = known;
    if (!place || !peer.here) return (known.shown = shown.here === null && sameName(shown, peer) ? shown : { ...peer, here: null });
    // Ahead of us: the commits that it speaks of are on their way.
    if (place.version > this.version && shown.here?.lang === place.lang) return (known.shown = renamed(shown, peer, shown.here));
    const now = (known.place = this.carry(place, peer.user));
    let { anchor, head } = now;
    for (const map of (now.lang && maps[now.lang]) ?? []) {
      anchor = map.map(anchor, -1);
      head = map.map(head, -1);
    }
    const { doc } = peer.here;
    return (known.shown = renamed(shown, peer, { ...now, doc, anchor, head }));
  }
}

const sameName = (a: Peer, b: Peer): boolean => a.name === b.name && a.hue === b.hue && a.user === b.user;

const sameHere = (a: Here, b: Here): boolean =>
  a.lang === b.lang && a.anchor === b.anchor && a.head === b.head && a.claim === b.claim && a.writing === b.writing;

/** The former object while it says the same. */
function renamed(shown: Peer, peer: Peer, here: Here): Peer {
  if (!shown.here || !sameHere(shown.here, here)) return { ...peer, here };
  return sameName(shown, peer) ? shown : { ...peer, here: shown.here };
}

function mapsOf(ops: readonly Op[]): Maps {
  const maps: Maps = {};
  for (const op of ops) if (op.type === "text.step") (maps[op.lang] ??= []).push(stepOf(op.step).getMap());
  return maps;
}

/** A position of the view as a position of the confirmed text: what only the view has counts as the place where it begins. */
export function toConfirmed(pos: number, lang: Lang, pending: readonly Op[]): number {
  let mapped = pos;
  for (const map of (mapsOf(pending)[lang] ?? []).toReversed()) mapped = map.invert().map(mapped, -1);
  return mapped;
}
