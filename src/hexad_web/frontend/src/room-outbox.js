/** What the server does not have yet: cards and taps, kept on this phone until it does, each sent under one key. */

export class Outbox {
  constructor(name, token) {
    this.name = name;
    this.token = token;
    this.busy = false;
    this.waiting = this.read();
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      return {};
    }
  }

  write() {
    try {
      if (Object.keys(this.waiting).length) localStorage.setItem(this.name, JSON.stringify(this.waiting));
      else localStorage.removeItem(this.name);
    } catch {
      // A phone without storage keeps it in memory.
    }
  }

  get count() {
    return Object.keys(this.waiting).length;
  }

  put(key, url, fields) {
    // One after the other, also within a millisecond: a card goes before the tap that follows it.
    this.last = Math.max(Date.now(), (this.last ?? 0) + 1);
    this.waiting[key] = { url, fields, at: this.last };
    this.write();
  }

  /** Send in the order in which they were made; stop at the first that does not get through. */
  async flush(answered) {
    if (this.busy) return;
    this.busy = true;
    try {
      const inOrder = Object.entries(this.waiting).sort(([, a], [, b]) => a.at - b.at);
      for (const [key, entry] of inOrder) if (!(await this.send(key, entry, answered))) break;
    } finally {
      this.busy = false;
    }
  }

  async send(key, entry, answered) {
    let response;
    try {
      const headers = { "X-CSRFToken": this.token, "X-Requested-With": "fetch" };
      response = await fetch(entry.url, { method: "POST", headers, body: new URLSearchParams(entry.fields) });
    } catch {
      return false;
    }
    // Signed out, or a form from before: the server has not taken it. It stays until somebody is let in again.
    if (response.status >= 500 || response.status === 403 || response.redirected) return false;
    // Newer words typed meanwhile stay in the box.
    if (this.waiting[key]?.at === entry.at) delete this.waiting[key];
    this.write();
    await answered(key, entry, response);
    return true;
  }
}
