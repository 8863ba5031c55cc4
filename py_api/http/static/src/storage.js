// What GraphiQL keeps in the browser (tabs, history, settings), for each tenant apart: the queries of one fit no other.

export class TenantStorage {
  #prefix;

  constructor(owner) {
    this.#prefix = `thingbase:${owner}:`;
  }

  getItem(key) {
    return localStorage.getItem(this.#prefix + key);
  }

  setItem(key, value) {
    localStorage.setItem(this.#prefix + key, value);
  }

  removeItem(key) {
    localStorage.removeItem(this.#prefix + key);
  }

  get length() {
    return this.#keys().length;
  }

  clear() {
    for (const key of this.#keys()) localStorage.removeItem(key);
  }

  /** Whether nothing has been kept yet. */
  get isNew() {
    return this.getItem("graphiql:tabState") === null;
  }

  #keys() {
    return Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix));
  }
}
