import { useTranslation } from "./translation";

/** Grey lines in place of what is being read; the stylesheet shows them only after 200 ms. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <output className="ui-skeleton">
      <span className="u-unseen">{t("state.loading")}</span>
      {Array.from({ length: lines }, (_, i) => (
        <i key={i} aria-hidden="true" />
      ))}
    </output>
  );
}
