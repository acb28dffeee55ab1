import { config } from "zod/v4";

// The build puts this in place of "zod" (vite.config.ts): zod tries `new Function` when a schema is made, and our Content-Security-Policy refuses
// and reports that. So it is told not to before the first schema is.
config({ jitless: true });

export * from "zod/v4";
