/** The connection to the room: server-sent events, one tab a browser, back-off, and nothing modal when it drops. */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;
const ALARM_AFTER = 10_000;

/** The same in every tab of this browser: the room tells a second tab from a second device by it. */
function deviceOfThisBrowser() {
  const name = "hexad.room.device";
  try {
    const kept = localStorage.getItem(name) ?? crypto.randomUUID();
    localStorage.setItem(name, kept);
    return kept;
  } catch {
    return crypto.randomUUID(); // no storage: each page is a device
  }
}

export class Line {
  constructor(url, heard) {
    this.url = new URL(url, location.href);
    this.url.searchParams.set("device", deviceOfThisBrowser());
    // Never kept: a tab that is duplicated takes its storage along, and two with one name would end each other for ever.
    this.url.searchParams.set("tab", crypto.randomUUID());
    this.heard = heard;
    this.wait = FIRST_WAIT;
    this.version = "";
    this.lostAt = 0;
  }

  open(takeOver = false) {
    this.close();
    const url = new URL(this.url);
    if (this.version) url.searchParams.set("last", this.version);
    if (takeOver) url.searchParams.set("take", "1");
    this.source = new EventSource(url);
    this.source.addEventListener("state", (event) => this.arrived(event));
    this.source.addEventListener("picture", (event) => this.heard.picture(JSON.parse(event.data)));
    this.source.addEventListener("elsewhere", () => this.leave());
    this.source.addEventListener("error", () => this.lost());
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  arrived(event) {
    this.version = event.lastEventId;
    this.wait = FIRST_WAIT;
    const wasLost = this.lostAt > 0;
    this.lostAt = 0;
    clearTimeout(this.alarm);
    this.heard.state(JSON.parse(event.data), wasLost);
  }

  lost() {
    this.close();
    if (!this.lostAt) {
      this.lostAt = Date.now();
      this.alarm = setTimeout(() => this.heard.alarm(), ALARM_AFTER);
    }
    this.heard.lost();
    this.timer = setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  leave() {
    this.close();
    clearTimeout(this.alarm);
    this.isElsewhere = true;
    this.heard.elsewhere();
  }

  useHere() {
    this.isElsewhere = false;
    this.open(true);
  }

  /** The phone was in a pocket or came back to the net: do not wait for the back-off. */
  wake() {
    if (document.visibilityState === "hidden" || this.isElsewhere || this.source?.readyState === EventSource.OPEN) return;
    this.wait = FIRST_WAIT;
    this.open();
  }
}
