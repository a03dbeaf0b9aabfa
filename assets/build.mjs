// Builds the pages' styles and scripts: sass makes one style sheet, esbuild bundles, shrinks and copies the few icons used.
//   node build.mjs OUT_DIR
import { writeFileSync, mkdirSync, rmSync, renameSync, copyFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2]);
const making = `${out}.making`;
rmSync(making, { recursive: true, force: true });
mkdirSync(making, { recursive: true });

const styles = sass.compile(join(here, "scss/app.scss"), { loadPaths: [here], quietDeps: true });
const target = ["chrome100", "firefox100", "safari15.4"];
await esbuild.build({
  stdin: { contents: styles.css, loader: "css", resolveDir: join(here, "scss") },
  outfile: join(making, "app.css"),
  bundle: true, minify: true, legalComments: "none", target,
  loader: { ".svg": "file" }, assetNames: "[name]-[hash]", logLevel: "warning"
});
await esbuild.build({
  entryPoints: [join(here, "js/app.js"), join(here, "js/supported.js")],
  outdir: making, bundle: true, minify: true, format: "iife", legalComments: "none", target, logLevel: "warning"
});
for (const icon of readdirSync(join(here, "icons"))) copyFileSync(join(here, "icons", icon), join(making, icon));

const notice = "Styles and scripts include govuk-frontend (Crown copyright, MIT licence) and @ministryofjustice/frontend " +
  "(Ministry of Justice, MIT licence).\n";
writeFileSync(join(making, "NOTICE.txt"), notice);
rmSync(out, { recursive: true, force: true });
renameSync(making, out);
