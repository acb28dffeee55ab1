import { LogOut, Settings } from "lucide-react";
import { useLocation } from "wouter";
import { Avatar } from "./Avatar";
import { MenuButton } from "./PopupButton";
import { useMe } from "./services";
import { useSignOut } from "./signOut";
import { useTranslation } from "./translation";

/** One's own initials at the foot of the rail: who one is here, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const [, go] = useLocation();
  const signOut = useSignOut();
  return (
    <MenuButton
      className="app-rail-item"
      label={t("nav.account", { name: me.name })}
      placement="end bottom"
      head={[me.name, t(`role.${me.role}`)].join(t("listJoin"))}
      actions={[
        { id: "settings", label: t("nav.settings"), icon: <Settings aria-hidden="true" />, run: () => go("/settings") },
        { id: "out", label: t("action.signOut"), icon: <LogOut aria-hidden="true" />, run: () => void signOut() },
      ]}
    >
      <Avatar person={me} named />
    </MenuButton>
  );
}
