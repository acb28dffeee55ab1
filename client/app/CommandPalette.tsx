import { CornerDownLeft, FileText, Search } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
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
import { find } from "./paletteItems";
import type { PaletteItem } from "./paletteItems";
import { useStore, useServices } from "./services";
import { useTranslation } from "./translation";

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
  const { commands, library, people } = useServices();
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
  const sections = useMemo(() => find(words, allCommands, texts, persons), [words, allCommands, texts, persons]);
  const count = sections.reduce((sum, section) => sum + section.items.length, 0);

  function choose(id: string): void {
    const item = sections.flatMap((section) => section.items).find((one) => one.id === id);
    if (!item) return;
    onClose();
    // After the dialog has given the focus back: what runs may take it elsewhere.
    setTimeout(() => (item.kind === "command" ? item.command.run() : go(item.to)), 0);
  }

  return (
    <Aria>
      <ModalOverlay isOpen onOpenChange={(open) => !open && onClose()} isDismissable className="veil high">
        <Modal className="modal palette">
          <Dialog className="dialog" aria-label={t("palette.title")}>
            <Autocomplete inputValue={words} onInputChange={setWords}>
              <TextField aria-label={t("palette.title")} className="find">
                <Search aria-hidden="true" />
                <Input ref={field} placeholder={t("palette.placeholder")} spellCheck={false} autoComplete="off" />
                <KeyCaps keys="Escape" />
              </TextField>
              <section className="found" {...scrolledByKeys} aria-label={t("palette.results")}>
                <output className="unseen">{t("palette.count", { count })}</output>
                <Menu
                  className="menu"
                  aria-label={t("palette.title")}
                  items={sections}
                  onAction={(key) => choose(String(key))}
                  renderEmptyState={() => <p className="none">{t("palette.none", { words })}</p>}
                >
                  {(section) => (
                    <MenuSection id={section.id} items={section.items}>
                      <Header className="menu-head">{section.title ?? t(`palette.${section.id === "texts" ? "texts" : "people"}`)}</Header>
                      <Collection items={section.items}>{(item) => <Line item={item} />}</Collection>
                    </MenuSection>
                  )}
                </Menu>
              </section>
            </Autocomplete>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </Aria>
  );
}

function Line({ item }: { item: PaletteItem }) {
  const { t } = useTranslation();
  return (
    <MenuItem id={item.id} className="menu-item" textValue={item.title}>
      {item.kind === "text" ? <FileText aria-hidden="true" /> : null}
      {item.kind === "person" ? <Avatar person={item.person} small named /> : null}
      {item.kind === "command" ? <CornerDownLeft aria-hidden="true" /> : null}
      <span className="name" lang={item.kind === "text" ? item.lang : undefined}>
        {item.title}
      </span>
      {item.kind === "text" ? <small>{item.where}</small> : null}
      {item.kind === "person" ? <small>{t(`role.${item.person.role}`)}</small> : null}
      {item.kind === "command" ? item.command.keys?.map((keys) => <KeyCaps key={keys} keys={keys} />) : null}
    </MenuItem>
  );
}
