import { loadBuilt } from "./built.mjs";
import { root } from "./build.mjs";

// `npm start`: becomes the server, so that signals reach it.

const { main } = await loadBuilt("main.mjs");
const code = await main({ root, cwd: process.cwd(), env: process.env, print: (line) => console.log(line) });
if (code !== null) process.exit(code);
