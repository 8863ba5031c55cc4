import { gql } from "@apollo/client";
import { connect, follow } from "./apollo.mjs";
import { drive } from "./drive.mjs";

drive(async (url, token, query) => {
  const client = await connect(url, token);
  await client.query({ query: gql(query) });
  return {
    follow: () => follow(client),
    watch: (tell) =>
      client.cache.watch({
        query: gql(query),
        optimistic: true,
        returnPartialData: true,
        immediate: true,
        callback: ({ result }) => tell(result),
      }),
  };
});
