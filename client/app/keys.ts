// Keys are written as in "Mod+K", "Shift+J", "?", "1", "Alt+ArrowDown". Mod is ⌘ on a Mac and Ctrl elsewhere.

export interface Chord {
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly key: string;
}

export function parseKeys(keys: string): Chord {
  const parts = keys.split("+");
  const key = parts.pop() || "+"; // "Mod++" ends in an empty part
  return { mod: parts.includes("Mod"), alt: parts.includes("Alt"), shift: parts.includes("Shift"), key };
}

export const isMac = (platform: string): boolean => /Mac|iPhone|iPad/.test(platform);

/** Whether a chord is one bare key: such a one must not fire while somebody types. */
export const isBare = (chord: Chord): boolean => !chord.mod && !chord.alt && chord.key.length === 1;

/**
 * Whether a key press belongs to an input method that is composing: its Enter, Escape, arrows and figures choose among its candidates. Every
 * handler of keys asks this first. 229: browsers that tell of the key which ends a composition only after its end (Safari, UI Events § 5).
 */
export const isComposing = (press: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean => press.isComposing || press.keyCode === 229;

type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export function matches(chord: Chord, press: Press, mac: boolean): boolean {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const otherMod = mac ? press.ctrlKey : press.metaKey;
  if (mod !== chord.mod || otherMod || press.altKey !== chord.alt) return false;
  // The digit row of a French keyboard gives digits only with Shift: take the key where it stands.
  if (/^\d$/.test(chord.key)) return press.code === `Digit${chord.key}` || press.code === `Numpad${chord.key}` || press.key === chord.key;
  if (/^[a-z]$/i.test(chord.key)) {
    // With Shift, or another alphabet, `key` is another letter; then the place counts.
    const letter = /^[a-z]$/i.test(press.key) ? press.key.toLowerCase() : press.code.replace(/^Key/, "").toLowerCase();
    return letter === chord.key.toLowerCase() && press.shiftKey === chord.shift;
  }
  // "?" needs Shift on one keyboard and none on another.
  if (chord.key.length === 1) return press.key === chord.key;
  return press.key === chord.key && press.shiftKey === chord.shift;
}

/** A key's parts as they stand on the keyboard; words come from `common:keys`. */
export function keyParts(keys: string, mac: boolean): readonly string[] {
  const chord = parseKeys(keys);
  const names: string[] = [];
  if (chord.mod) names.push(mac ? "⌘" : "ctrl");
  if (chord.alt) names.push(mac ? "⌥" : "alt");
  if (chord.shift) names.push(mac ? "⇧" : "shift");
  names.push(namedKeys[chord.key] ?? chord.key.toUpperCase());
  return names;
}

const namedKeys: Readonly<Record<string, string>> = {
  Enter: "enter",
  Escape: "escape",
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Backspace: "backspace",
  Delete: "delete",
  " ": "space",
};
