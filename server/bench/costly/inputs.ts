import { doors } from "./doors";
import type { CostlyInput } from "./input";
import { submissions } from "./submissions";

/** Every input that is measured, in the order of the table. */
export const costlyInputs: readonly CostlyInput[] = [...submissions, ...doors];
