import { useEffect, useState } from "react";
import type { KeptText } from "../session/outbox";
import type { ResourceState } from "../app/resource";
import { useOnline } from "../app/online";
import { useStore, useMe, useServices } from "../app/services";

/** What a page writes down as it is left comes a moment after the next one shows. */
const AGAIN_MS = 1_000;
/** So often the server is asked whether it is back: a browser does not tell of that. */
const ASK_MS = 5_000;

/** What can be opened without a network, while there is none or the server does not answer; null else, and until it is known. */
export function useKeptTexts(state: ResourceState<unknown>): readonly KeptText[] | null {
  const { keptTexts, live, library } = useServices();
  const { id } = useMe();
  const online = useOnline();
  const reachable = useStore(live.reachable);
  const cutOff = !online || !reachable || state.failure?.code === "unreachable";
  const [kept, setKept] = useState<readonly KeptText[] | null>(null);
  useEffect(() => {
    if (!cutOff) return undefined;
    let wanted = true;
    const look = async (): Promise<void> => {
      const texts = await keptTexts(id);
      if (wanted) setKept(texts);
    };
    void look();
    const later = setTimeout(() => void look(), AGAIN_MS);
    const asking = setInterval(() => void library.catchUp(), ASK_MS);
    return () => {
      wanted = false;
      clearTimeout(later);
      clearInterval(asking);
      setKept(null);
    };
  }, [cutOff, keptTexts, library, id]);
  return cutOff ? kept : null;
}
