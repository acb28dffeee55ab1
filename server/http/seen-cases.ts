import type { CaseId } from "../../shared/ids";
import type { Somebody } from "../../shared/rights/grant";
import type { Grants } from "../grants";

/** The case files that exist for somebody, of those that they ask for; with none named, every one. */
export async function seenCases(grants: Pick<Grants, "visible">, who: Somebody, asked: readonly CaseId[] | undefined): Promise<CaseId[]> {
  const visible = (await grants.visible(who)).map(({ file }) => file.id);
  return asked ? visible.filter((id) => asked.includes(id)) : visible;
}
