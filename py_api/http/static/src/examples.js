// What the first tabs open with: a query, and a subscription.

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
    id
    changed
    at
    actor
    cursor
  }
}
`;

export const examples = (claims) => (claims?.tenant === "world" ? [WORLD, LIVE_WORLD] : [ANY, LIVE_ANY]);
