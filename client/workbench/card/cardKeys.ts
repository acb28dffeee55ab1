import type { TFunction } from "i18next";
import { verdicts } from "../../../shared/claim/claim";
import { useCommands } from "../../app/commands";
import type { Command } from "../../app/commands";
import { useTranslation } from "../../app/translation";
import { useMay } from "../WorkbenchContext";

// The keys of an open card, one table for the buttons that have them and for the sheet of keys.

const table = {
  source: { keys: "S", title: "newSource" },
  assign: { keys: "P", title: "assignKey" },
  message: { keys: "M", title: "addComment" },
  review: { keys: "R", title: "askReview" },
  approve: { keys: "A", title: "approve" },
  sendBack: { keys: "B", title: "sendBack" },
  link: { keys: "L", title: "copyLink" },
} as const;
export type CardKey = keyof typeof table;

interface Keyed {
  readonly keys: string;
  readonly command: { readonly id: string; readonly title: string; readonly section: string };
}

/** A key of the card with the command that it runs. */
export function cardKey(t: TFunction<"claim">, key: CardKey): Keyed {
  const { keys, title } = table[key];
  return { keys, command: { id: `card.${key}`, title: t(title), section: t("openCard") } };
}

/** While no card is open its keys do nothing, but whoever asks for the keys of this page finds them. */
export function KeysOfNoCard(): null {
  const { t } = useTranslation(["claim", "common"]);
  const judges = useMay("verdict.propose");
  const may: Readonly<Record<CardKey, boolean>> = {
    source: useMay("evidence.add"),
    assign: useMay("claim.set"),
    message: useMay("comment.add"),
    review: judges,
    approve: useMay("review.decide"),
    sendBack: useMay("review.decide"),
    link: true,
  };
  const shown = (id: string, title: string, keys: string): Command => ({
    id,
    title,
    section: t("claim:openCard"),
    keys: [keys],
    keyOnly: true,
    shownOnly: true,
    run: () => undefined,
  });
  const ofVerdicts = verdicts.map((verdict, index) =>
    shown(`verdict.${verdict}`, t("claim:setVerdict", { verdict: t(`common:verdict.${verdict}`) }), String(index + 1)),
  );
  const ofParts = (Object.keys(table) as CardKey[]).filter((key) => may[key]);
  useCommands([
    ...(judges ? ofVerdicts : []),
    ...ofParts.map((key) => shown(`card.${key}`, t(`claim:${table[key].title}`), table[key].keys)),
  ]);
  return null;
}
