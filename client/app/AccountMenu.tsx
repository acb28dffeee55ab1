import { LogOut, Settings } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Avatar } from "./Avatar";
import { useMe } from "./services";
import { useSignOut } from "./signOut";

/** One's own initials at the foot of the rail: who one is here, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const [, go] = useLocation();
  const signOut = useSignOut();
  return (
    <MenuTrigger>
      <Button className="rail-item" aria-label={t("nav.account", { name: me.name })}>
        <Avatar person={me} named />
      </Button>
      <Popover className="popover" placement="end bottom">
        <Menu className="menu" aria-label={t("nav.account", { name: me.name })}>
          <MenuSection>
            <Header className="menu-head">
              {me.name}
              {t("listJoin")}
              {t(`role.${me.role}`)}
            </Header>
            <MenuItem className="menu-item" onAction={() => go("/settings")} textValue={t("nav.settings")}>
              <Settings aria-hidden="true" />
              {t("nav.settings")}
            </MenuItem>
            <MenuItem className="menu-item" onAction={() => void signOut()} textValue={t("action.signOut")}>
              <LogOut aria-hidden="true" />
              {t("action.signOut")}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
