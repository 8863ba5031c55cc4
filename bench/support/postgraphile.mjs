// PostGraphile 5 as its documentation runs it in production: Node's own http server, one process, no watching, no GraphiQL,
// no WebSockets, plans and parsed documents cached as they are by default. POOL connections at most. PLUGINS: with those
// for filters through references and for aggregates.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PgAggregatesPreset } from "@graphile/pg-aggregates";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";

const size = Number(process.env.POOL);
const preset = {
  extends: [
    PostGraphileAmberPreset,
    ...(process.env.PLUGINS ? [PostGraphileConnectionFilterPreset, PgAggregatesPreset] : []),
  ],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ["plain"],
      pubsub: false,
      poolConfig: { max: size, idleTimeoutMillis: 0 },
    }),
  ],
  grafast: { explain: false },
  grafserv: { watch: false, graphiql: false, websockets: false },
};
const serv = postgraphile(preset).createServ(grafserv);
const server = createServer();
await serv.addTo(server);
await serv.ready();
server.listen(Number(process.env.PORT), "127.0.0.1");
