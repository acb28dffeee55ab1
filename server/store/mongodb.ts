import { StoreAway } from "./Store";
import type { Store } from "./Store";

export async function openMongo(_uri: string): Promise<Store> {
  throw new StoreAway("not there yet");
}
