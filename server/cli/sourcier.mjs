#!/usr/bin/env node
import { loadBuilt } from "./built.mjs";

// `npx sourcier <command>`.

const { run } = await loadBuilt("commands.mjs");
process.exitCode = await run(process.argv.slice(2), { env: process.env, cwd: process.cwd(), print: (line) => console.log(line) });
