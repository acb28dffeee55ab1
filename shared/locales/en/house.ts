import account from "./account.json";
import board from "./board.json";
import history from "./history.json";
import library from "./library.json";
import people from "./people.json";
import search from "./search.json";

/** What the other pages say, and a document's history: nobody who opens a document waits for it, by namespace. */
export const namespaces = { account, board, history, library, people, search };
