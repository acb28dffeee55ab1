import claim from "./claim.json";
import common from "./common.json";
import errors from "./errors.json";
import workbench from "./workbench.json";

/** What the frame and the page of a document say, by namespace. */
export const namespaces = { claim, common, errors, workbench };
