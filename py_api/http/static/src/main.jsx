import { GraphiQL } from "graphiql";
import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./main.css";
import { examples } from "./examples.js";
import { fetcherWith, NEEDED, post } from "./fetcher.js";
import { TenantStorage } from "./storage.js";
import * as tokens from "./token.js";
import { Versions } from "./versions.js";

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

/** Inside of GraphiQL: reads the schema again when it has changed; runs the first query, where `runs` says so. */
function Schema({ token, versions, runs }) {
  const { introspect, run } = useGraphiQLActions();
  const isReady = useGraphiQL((state) => Boolean(state.schema && state.queryEditor && state.responseEditor));
  const begun = useRef(!runs);
  useEffect(() => versions.listen(introspect), [versions, introspect]);
  useEffect(() => {
    // It may have been changed from elsewhere, a terminal perhaps, before this window is looked at again.
    const look = () => token && post({ query: "{ __typename }" }, token, versions);
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [token, versions]);
  useEffect(() => {
    if (begun.current || !isReady) return;
    begun.current = true;
    run();
  }, [isReady, run]);
  return null;
}

/** GraphiQL for the tenant of a token, once it is known what its first tabs hold. */
function Tenant({ token }) {
  const [storage] = useState(() => new TenantStorage(tokens.owner(token)));
  const [isNew] = useState(() => storage.isNew);
  const [versions] = useState(() => new Versions());
  const [tabs, setTabs] = useState(null);
  const fetcher = useMemo(() => fetcherWith(token, versions), [token, versions]);
  useEffect(() => {
    if (isNew) examples(token).then((queries) => setTabs(queries.map((query) => ({ query }))));
    else setTabs([]);
  }, []);
  if (tabs === null) return null;
  return (
    <GraphiQL fetcher={fetcher} defaultTabs={tabs} storage={storage} shouldPersistHeaders={false}>
      <GraphiQL.Logo>
        <span />
      </GraphiQL.Logo>
      <Schema token={token} versions={versions} runs={isNew} />
    </GraphiQL>
  );
}

function Page() {
  const [token, setToken] = useState(tokens.take);
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
        <Tenant key={tokens.owner(token)} token={token} />
      </main>
    </>
  );
}

createRoot(document.getElementById("page")).render(<Page />);
