import { FailurePanel } from "../app/ErrorPages";
import { Page } from "../app/Page";

/** In the place of a page whose address is right, for those whose role does not lead there. */
export function MayNot({ title }: { title: string }) {
  return (
    <Page title={title}>
      <FailurePanel failure={{ code: "forbidden" }} back />
    </Page>
  );
}
