import { createOperationDescriptor, fetchQuery } from "relay-runtime";
import { drive } from "./drive.mjs";
import { connect, follow } from "./relay.mjs";
import changes from "./src/__generated__/citiesChangedSubscription.graphql.js";
import cities from "./src/__generated__/citiesQuery.graphql.js";
import more from "./src/__generated__/moreQuery.graphql.js";

drive(async (url, token) => {
  const environment = connect(url, token);
  const operation = createOperationDescriptor(cities, { first: 3 });
  environment.retain(operation);
  await fetchQuery(environment, cities, { first: 3 }).toPromise();
  const beside = createOperationDescriptor(more, {});
  environment.retain(beside);
  await fetchQuery(environment, more, {}).toPromise();
  return {
    follow: () => follow(environment, changes),
    watch(tell) {
      const seen = environment.lookup(operation.fragment);
      const all = (data) => ({ ...data, ...environment.lookup(beside.fragment).data });
      tell(all(seen.data));
      environment.subscribe(seen, ({ data }) => tell(all(data)));
    },
  };
});
