// Reads a query, follows changes, and tells what the cache has whenever that is other: node <client>_driver.mjs url token query
const [url, token, query] = process.argv.slice(2);

export async function drive(begin) {
  const warnings = [];
  for (const level of ["warn", "error"]) console[level] = (...words) => warnings.push(words.map(String).join(" "));
  let told = "";
  const tell = (data) => {
    const text = JSON.stringify({ data, warnings });
    if (text !== told) process.stdout.write(`${text}\n`);
    told = text;
  };
  const { follow, watch } = await begin(url, token, query);
  watch(tell);
  follow();
}
