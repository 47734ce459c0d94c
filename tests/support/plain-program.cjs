/*
 * Pulumi's host of Node programs takes each for TypeScript where it is older than the CLI, whatever Pulumi.yaml says. A
 * program of plain JavaScript starts sooner without ts-node.
 */
const { existsSync } = require("node:fs");
const { cwd, env } = require("node:process");

if (env.PULUMI_NODEJS_TYPESCRIPT === "true" && existsSync(`${cwd()}/index.js`)) env.PULUMI_NODEJS_TYPESCRIPT = "false";
