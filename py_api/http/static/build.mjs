// Bundles src/ with GraphiQL into graphiql/: npm ci --ignore-scripts && npm run build. See README.md.
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const output = resolve(here, "graphiql");

// What of these packages is large and not used is replaced by files of src/.
const replacements = [
  [/\/(diffEditor\/diffEditorWidget|multiDiffEditor\/multiDiffEditorWidget)\.js$/, "diff.js"],
  [/^monaco-editor\/esm\/vs\/editor\/edcore\.main\.js$/, "editor.js"],
  [/^prettier\/(standalone|plugins\/graphql|plugins\/estree|parser-graphql|parser-babel)$/, "prettier.js"],
];
const replace = {
  name: "replace",
  setup(builder) {
    for (const [filter, file] of replacements)
      builder.onResolve({ filter }, () => ({ path: resolve(here, "src", file) }));
  },
};

await rm(output, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: {
    main: "src/main.jsx",
    editor: "monaco-editor/esm/vs/editor/editor.worker.js",
    graphql: "monaco-graphql/esm/graphql.worker.js",
    json: "monaco-editor/esm/vs/language/json/json.worker.js",
  },
  outdir: output,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  legalComments: "none", // LICENSES has them all
  target: ["chrome109", "firefox115", "safari16.4"],
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".ttf": "file" },
  plugins: [replace],
  metafile: true,
});

const packages = new Map();
for (const [file, { inputs }] of Object.entries(metafile.outputs)) {
  if (file.endsWith(".css") && !file.endsWith("main.css")) {
    await rm(resolve(here, file)); // main.css holds it too
    delete metafile.outputs[file];
  }
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    const found = input.match(/^(?:\.\.\/)*(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//);
    if (found && bytesInOutput > 0) packages.set(found[1], found[2]);
  }
}
const texts = [];
for (const folder of [...packages.keys()].sort((a, b) => (packages.get(a) < packages.get(b) ? -1 : 1))) {
  const { name, version, license, author, repository } = JSON.parse(
    await readFile(resolve(here, folder, "package.json"), "utf8"),
  );
  const file = (await readdir(resolve(here, folder))).find((each) => /^licen[cs]e/i.test(each));
  const by = typeof author === "string" ? author : author?.name;
  const from = typeof repository === "string" ? repository : repository?.url;
  const text = file
    ? await readFile(resolve(here, folder, file), "utf8")
    : `The package holds no licence text; it says: ${license}${by ? `, ${by}` : ""}${from ? `, ${from}` : ""}.\n`;
  texts.push(`==== ${name} ${version}: ${license}\n\n${text.replace(/\r\n/g, "\n").trim()}\n`);
}
await writeFile(
  resolve(output, "LICENSES"),
  `What graphiql/ is made of, with the licence of each package.\n\n${texts.join("\n\n")}`,
);

let total = 0;
for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
  total += bytes;
  console.log(String(bytes).padStart(9), file);
}
console.log(String(total).padStart(9), "in all,", packages.size, "packages");
