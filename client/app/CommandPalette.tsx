import { CornerDownLeft, FileText, Highlighter, Link2, Search, TextSearch } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Collection } from "react-aria-components/Collection";
import { Dialog } from "react-aria-components/Dialog";
import { Header } from "react-aria-components/Header";
import { Input } from "react-aria-components/Input";
import { Menu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { TextField } from "react-aria-components/TextField";
import { useLocation } from "wouter";
import { Aria } from "./Aria";
import { Avatar } from "./Avatar";
import { useFreshLibrary } from "./useLibrarySync";
import { KeyCaps } from "./KeyCaps";
import { isComposing, matches, parseKeys } from "./keys";
import { shortened } from "./names";
import { find } from "./paletteItems";
import type { PaletteItem } from "./paletteItems";
import { useStore, useServices } from "./services";
import { useTranslation } from "./translation";
import { useFound } from "./useFound";
import { markWords } from "../../shared/search/mark";

/** Leads to everything that the words find. */
const ALL_KEY = "Mod+Enter";
const allKey = parseKeys(ALL_KEY);

/** What scrolls must be reachable by Tab: the items themselves never hold the focus, the field does. */
const scrolledByKeys = { tabIndex: 0 };

/** One field to go to a text, a person, or to do whatever can be done here. */
export default function CommandPalette({
  onArrived,
  onClose,
}: {
  onArrived: (take: (typed: string) => void) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { commands, library, people, mac } = useServices();
  const allCommands = useStore(commands);
  useFreshLibrary();
  const texts = useStore(library).data;
  const persons = useStore(people).data;
  const [words, setWords] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    onArrived(setWords);
  }, [onArrived]);
  const found = useFound(words);
  const sections = useMemo(() => find(words, allCommands, texts, persons, found), [words, allCommands, texts, persons, found]);
  const count = sections.reduce((sum, section) => sum + section.items.length, 0);

  function choose(id: string): void {
    const item = sections.flatMap((section) => section.items).find((one) => one.id === id);
    if (!item) return;
    onClose();
    // After the dialog has given the focus back: what runs may take it elsewhere.
    setTimeout(() => (item.kind === "command" ? item.command.run() : go(item.to)), 0);
  }

  const isAsking = words.trim() !== "";
  function showAll(): void {
    onClose();
    setTimeout(() => go(`/search?${new URLSearchParams({ q: words.trim() }).toString()}`), 0);
  }
  function press(event: KeyboardEvent): void {
    if (!isAsking || isComposing(event.nativeEvent) || !matches(allKey, event.nativeEvent, mac)) return;
    event.preventDefault();
    event.stopPropagation();
    showAll();
  }

  return (
    <Aria>
      <ModalOverlay isOpen onOpenChange={(open) => !open && onClose()} isDismissable className="ui-veil is-high">
        <Modal className="ui-modal palette-modal">
          <Dialog className="ui-dialog" aria-label={t("palette.title")}>
            <div className="palette-keys" onKeyDownCapture={press}>
              <Autocomplete inputValue={words} onInputChange={setWords}>
                <TextField aria-label={t("palette.title")} className="palette-find">
                  <Search aria-hidden="true" />
                  <Input ref={field} placeholder={t("palette.placeholder")} spellCheck={false} autoComplete="off" />
                  <KeyCaps keys="Escape" />
                </TextField>
                <section className="palette-found" {...scrolledByKeys} aria-label={t("palette.results")}>
                  <output className="u-unseen">{t("palette.count", { count })}</output>
                  <Menu
                    className="ui-menu"
                    aria-label={t("palette.title")}
                    items={sections}
                    onAction={(key) => choose(String(key))}
                    renderEmptyState={() => <p className="palette-none">{t("palette.none", { words })}</p>}
                  >
                    {(section) => (
                      <MenuSection id={section.id} items={section.items}>
                        <Header className="ui-menu-head">{section.title ?? t(named[section.id] ?? "palette.commands")}</Header>
                        <Collection items={section.items}>{(item) => <Line item={item} words={words} />}</Collection>
                      </MenuSection>
                    )}
                  </Menu>
                </section>
              </Autocomplete>
              {isAsking ? (
                <button type="button" className="palette-all" onClick={showAll} aria-keyshortcuts={mac ? "Meta+Enter" : "Control+Enter"}>
                  <TextSearch aria-hidden="true" />
                  <span>{t("palette.all", { words: shortened(words.trim()) })}</span>
                  <span aria-hidden="true">
                    <KeyCaps keys={ALL_KEY} />
                  </span>
                </button>
              ) : null}
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </Aria>
  );
}

/** The sections whose name is the palette's own. */
const named: Readonly<Record<string, "palette.texts" | "palette.claims" | "palette.sources" | "palette.people">> = {
  texts: "palette.texts",
  claims: "palette.claims",
  sources: "palette.sources",
  people: "palette.people",
};

/** `words`: what was looked for; it is marked in what was found by words. */
function Line({ item, words }: { item: PaletteItem; words: string }) {
  const { t } = useTranslation();
  const isWork = item.kind === "text" || item.kind === "claim" || item.kind === "source";
  return (
    <MenuItem id={item.id} className="ui-menu-item" textValue={item.title}>
      {item.kind === "text" ? <FileText aria-hidden="true" /> : null}
      {item.kind === "person" ? <Avatar person={item.person} small named /> : null}
      {item.kind === "command" ? <CornerDownLeft aria-hidden="true" /> : null}
      {item.kind === "claim" ? <Highlighter aria-hidden="true" /> : null}
      {item.kind === "source" ? <Link2 aria-hidden="true" /> : null}
      <span className="palette-name" dir="auto" lang={isWork ? item.lang : undefined}>
        {isWork ? markWords(item.title, words).map(({ text, found }, at) => (found ? <b key={at}>{text}</b> : text)) : item.title}
      </span>
      {isWork ? <small>{item.where}</small> : null}
      {item.kind === "person" ? <small>{t(`role.${item.person.role}`)}</small> : null}
      {item.kind === "command" ? item.command.keys?.map((keys) => <KeyCaps key={keys} keys={keys} />) : null}
    </MenuItem>
  );
}
