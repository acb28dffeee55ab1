import account from "./en/account.json";
import board from "./en/board.json";
import claim from "./en/claim.json";
import common from "./en/common.json";
import errors from "./en/errors.json";
import history from "./en/history.json";
import library from "./en/library.json";
import people from "./en/people.json";
import workbench from "./en/workbench.json";

/** Every sentence of the interface in this language, by namespace; loaded as one piece, and only when the language is spoken. */
export const namespaces = { account, board, claim, common, errors, history, library, people, workbench };
