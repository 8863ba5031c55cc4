// How GraphiQL's operations get to /graphql: one request each. What a subscription gives comes as an event stream, which
// unlike a WebSocket takes the same headers, and needs nothing of a proxy in between.
import { getOperationAST } from "graphql";
import { createClient } from "graphql-sse";

export const NEEDED = "A token is needed: ./thingbase token --tenant world --role admin";

const failed = (message) => ({ errors: [{ message }] });

/** versions: is told the schema version of each answer. */
export const fetcherWith = (token, versions) => async (parameters, options) => {
  if (!token) return failed(NEEDED);
  const headers = { Authorization: `Bearer ${token}`, ...options?.headers };
  const operation = options?.documentAST && getOperationAST(options.documentAST, parameters.operationName);
  return operation?.operation === "subscription" ? stream(parameters, headers) : answer(parameters, headers, versions);
};

/** What the API answers to a request of the page itself; null where it cannot be reached. */
export const post = (parameters, token, versions) =>
  answer(parameters, { Authorization: `Bearer ${token}` }, versions).catch(() => null);

async function answer(parameters, headers, versions) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json, application/json;q=0.9",
      ...headers,
    },
    body: JSON.stringify(parameters),
  });
  versions?.seen(response.headers.get("X-Schema-Version"), parameters.operationName === "IntrospectionQuery");
  try {
    return await response.json();
  } catch {
    return failed(`the server answered ${response.status} ${response.statusText}`);
  }
}

function stream(parameters, headers) {
  // Not tried again: who looks on sees that it broke.
  const client = createClient({ url: "/graphql", headers, fetchFn: readable, retryAttempts: 0 });
  return {
    subscribe(sink) {
      const error = ({ message }) => {
        sink.next(failed(message));
        sink.complete();
      };
      return { unsubscribe: client.subscribe(parameters, { ...sink, error }) };
    },
  };
}

// A refusal is a stream too, with what is wrong in it, but the client reads none that has another status than 200.
async function readable(...request) {
  const response = await fetch(...request);
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream");
  return isStream ? new Response(response.body) : response;
}
