// What each client of the page answers: node requests_driver.mjs url token first
import { readFileSync } from "node:fs";
import { breaking } from "./compare.mjs";
import genql from "./made/genql_cities.js";
import { largest as request } from "./request.mjs";
import { largest as tools } from "./tools.mjs";

const [url, token, first] = process.argv.slice(2);
const said = { "compare.mjs": {} };
for (const [name, largest] of Object.entries({ "request.mjs": request, "genql_cities.ts": genql.largest, "tools.mjs": tools })) {
  const cities = await largest(url, token, Number(first));
  const error = await largest(url, token, -1).then(() => null, (refusal) => refusal.message);
  said[name] = { cities: JSON.parse(JSON.stringify(cities)), error };
}
const [admin, viewer] = ["admin.graphql", "schema.graphql"].map((name) => readFileSync(name, "utf8"));
said["compare.mjs"] = { same: await breaking(viewer, viewer), less: await breaking(admin, viewer) };
console.log(JSON.stringify(said));
