// The npm clients graphql-ws and graphql-sse, driven by lines of JSON: node client.mjs graphql-ws http://host/graphql
import { createInterface } from "node:readline";

const [kind, url] = process.argv.slice(2);
const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
let token = "";
const soon = () => new Promise((resolve) => setTimeout(resolve, 50));

async function make() {
  if (kind === "graphql-ws") {
    const { createClient } = await import("graphql-ws/client");
    return createClient({
      url: url.replace(/^http/, "ws"),
      connectionParams: () => ({ authorization: `Bearer ${token}` }),
      retryWait: soon,
      shouldRetry: () => true, // also where the connection breaks without a word
      on: { closed: ({ code, reason }) => code === 1000 || tell({ closed: code, reason }) }, // 1000: nothing runs any more
    });
  }
  const { createClient } = await import("./node_modules/graphql-sse/lib/client.mjs"); // its index wants graphql as well
  return createClient({ url, headers: () => ({ authorization: `Bearer ${token}` }), retry: soon });
}

const client = await make();
const running = new Map();

createInterface({ input: process.stdin }).on("line", (line) => {
  const { token: given, subscribe, stop, query, variables = {} } = JSON.parse(line);
  if (given) token = given;
  if (stop) running.get(stop)();
  if (!subscribe) return;
  // Both send the request anew when they connect again: what stands in it then is where they go on.
  const request = { query, variables };
  const sink = {
    next(result) {
      const [event] = Object.values(result.data ?? {});
      if (event?.cursor) variables.after = event.cursor;
      tell({ id: subscribe, next: result });
    },
    error: (error) => tell({ id: subscribe, error: Array.isArray(error) ? error : `${error.message ?? error.reason}` }),
    complete: () => tell({ id: subscribe, complete: true }),
  };
  running.set(subscribe, client.subscribe(request, sink));
});
