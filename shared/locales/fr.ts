import { namespaces as document } from "./fr/document";
import { namespaces as house } from "./fr/house";

/** Every sentence of the interface in this language, by namespace. A page loads the two parts apart, and only of the language that it speaks. */
export const namespaces = { ...document, ...house };
