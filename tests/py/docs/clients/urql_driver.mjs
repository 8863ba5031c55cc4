import { gql } from "@urql/core";
import { drive } from "./drive.mjs";
import { connect, follow } from "./urql.mjs";

drive(async (url, token, query) => {
  const client = await connect(url, token);
  return {
    follow: () => follow(client),
    watch: (tell) => client.query(gql(query), {}).subscribe(({ data }) => tell(data)),
  };
});
