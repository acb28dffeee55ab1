import account from "./fr/account.json";
import board from "./fr/board.json";
import claim from "./fr/claim.json";
import common from "./fr/common.json";
import errors from "./fr/errors.json";
import history from "./fr/history.json";
import library from "./fr/library.json";
import people from "./fr/people.json";
import workbench from "./fr/workbench.json";

/** Every sentence of the interface in this language, by namespace; loaded as one piece, and only when the language is spoken. */
export const namespaces = { account, board, claim, common, errors, history, library, people, workbench };
