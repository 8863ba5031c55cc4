// The token: from the link's fragment (#token=...), else what this tab had before; kept for as long as the tab is open.
const KEY = "thingbase:token";

export function take() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given !== null) {
    keep(given);
    history.replaceState(null, "", location.pathname + location.search); // not for bookmarks and shared screens
  }
  return sessionStorage.getItem(KEY) ?? "";
}

export function keep(token) {
  sessionStorage.setItem(KEY, token);
}

/** What the token says of itself, unchecked: {tenant, role, exp, sub}. Null where it is no token. */
export function claims(token) {
  try {
    const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (char) => char.charCodeAt(0))));
  } catch {
    return null;
  }
}

/** Whose token it is, in few characters: what the page keeps of one tenant is not for another. */
export function owner(token) {
  const { tid, tenant, role } = claims(token) ?? {};
  return tid ?? tenant ?? role ?? "";
}
