// Which schema the page shows: each answer says which one it is of, and with another one the page reads it again.

export class Versions {
  #shown = null; // what introspection has read
  #changed = () => {};

  /** One listener, which reads the schema again. */
  listen(changed) {
    this.#changed = changed;
  }

  /** Of an answer: its X-Schema-Version, or null; whether it was introspection itself. */
  seen(version, isIntrospection) {
    if (version === null || version === this.#shown) return;
    const isFirst = this.#shown === null;
    this.#shown = version;
    if (!isFirst && !isIntrospection) this.#changed();
  }
}
