// What the first tab opens with.

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

export const example = (claims) => (claims?.tenant === "world" ? WORLD : ANY);
