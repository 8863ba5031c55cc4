// What the first tabs open with: a query that reads a class of the tenant, and a subscription to it.
import { post } from "./fetcher.js";

const WORLD = `# The largest cities of a country.
# Ctrl-Enter runs it, Ctrl-Space completes;
# the book on the left has the whole schema.

query LargestCities {
  cities(
    filter: { country: { iso: { eq: "NO" } } }
    orderBy: [{ population: DESC }]
    first: 10
  ) {
    totalCount
    nodes {
      name
      population
      country {
        name
        continent {
          name
        }
      }
    }
  }
}
`;

const ANY = `# What can be asked for here.
# Ctrl-Enter runs it, Ctrl-Space completes;
# the book on the left has the whole schema.

query WhatIsThere {
  __schema {
    queryType {
      fields {
        name
        description
      }
    }
  }
}
`;

const LIVE_WORLD = `# What happens to cities of Norway, as it happens.
# Ctrl-Enter starts it; the same button stops it.
# Change one in a second window to see it:
#   mutation { updateCities(filter: {name: {eq: "Oslo"}},
#     atMost: 1, input: {population: 1100000}) { count } }

subscription CitiesLive {
  cityChanged(filter: { country: { iso: { eq: "NO" } } }) {
    operation
    transition
    changed
    thing {
      name
      population
    }
    previous {
      name
      population
    }
    at
    actor
    cursor
  }
}
`;

const LIVE_ANY = `# What happens to things, as it happens.
# Ctrl-Enter starts it; the same button stops it.
# Change one in a second window to see it.

subscription ThingsLive {
  thingChanged {
    operation
    class
    thingId
    changed
    at
    actor
    cursor
  }
}
`;

const CLASSES = `{
  schemaClasses(first: 20) { name singular plural abstract fields { name type } }
}`;

const FIELDS = 5; // that the first query reads of a class
const capital = (name) => name[0].toUpperCase() + name.slice(1);

const list = ({ name, plural }, fields) => `# Things of the class ${name}.
# Ctrl-Enter runs it, Ctrl-Space completes;
# the book on the left has the whole schema.

query First${capital(plural)} {
  ${plural}(first: 10) {
    totalCount
    nodes {
${fields("      ")}
    }
  }
}
`;

const live = ({ name, singular, plural }, fields) => `# What happens to things of the class ${name}, as it happens.
# Ctrl-Enter starts it; the same button stops it.
# Change one in a second window to see it.

subscription ${capital(plural)}Live {
  ${singular}Changed {
    operation
    changed
    thing {
${fields("      ")}
    }
    at
    actor
    cursor
  }
}
`;

/** The texts of the first tabs for whom the token is, by what the tenant has. */
export async function examples(token) {
  const classes = token ? ((await post({ query: CLASSES }, token))?.data?.schemaClasses ?? []) : [];
  const has = (name, field) => classes.some((each) => each.name === name && each.fields.some((f) => f.name === field));
  if (has("City", "population") && has("City", "country") && has("Country", "iso") && has("Country", "continent"))
    return [WORLD, LIVE_WORLD];
  const first = classes.find((each) => !each.abstract) ?? classes[0];
  if (first === undefined) return [ANY, LIVE_ANY];
  const shown = first.fields.filter(({ type }) => !type.startsWith("reference")).slice(0, FIELDS);
  const fields = (indent) => ["id", ...shown.map(({ name }) => name)].map((name) => indent + name).join("\n");
  return [list(first, fields), live(first, fields)];
}
