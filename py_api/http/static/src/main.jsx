import { GraphiQL } from "graphiql";
import { useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./main.css";
import { examples } from "./examples.js";
import { fetcherWith, NEEDED } from "./fetcher.js";
import * as tokens from "./token.js";

globalThis.MonacoEnvironment = {
  getWorker: (_, label) =>
    new Worker(new URL(`./${["graphql", "json"].includes(label) ? label : "editor"}.js`, import.meta.url), {
      type: "module",
    }),
};

function said(token) {
  if (!token) return NEEDED;
  const claims = tokens.claims(token);
  if (claims === null) return "This is no token.";
  const ends = new Date(claims.exp * 1000);
  const until = ends < Date.now() ? "ended" : "until";
  return `${claims.tenant ? `tenant ${claims.tenant}, ` : ""}role ${claims.role}, ${until} ${ends.toLocaleString()}`;
}

function Page() {
  const [token, setToken] = useState(tokens.take);
  const fetcher = useMemo(() => fetcherWith(token), [token]);
  const [initial] = useState(() => examples(tokens.claims(token)).map((query) => ({ query })));
  const change = (event) => {
    const given = event.target.value.trim();
    tokens.keep(given);
    setToken(given);
  };
  return (
    <>
      <header>
        <strong>Thingbase</strong>
        <label htmlFor="token">Token</label>
        <input
          id="token"
          type="password"
          autoComplete="off"
          spellCheck="false"
          value={token}
          onChange={change}
          aria-describedby="claims"
        />
        <span id="claims">{said(token)}</span>
      </header>
      <main>
        <GraphiQL fetcher={fetcher} defaultTabs={initial} shouldPersistHeaders={false}>
          <GraphiQL.Logo>
            <span />
          </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}

createRoot(document.getElementById("page")).render(<Page />);
