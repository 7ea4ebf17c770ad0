import { Controller } from "../../vendor/stimulus/stimulus.js";

const EVERY_MS = 2000;
const MOST = 60;

// While the receipt is being printed, looks again every two seconds and takes over what the page shows then.
export default class extends Controller {
  static values = { waiting: Boolean };

  connect() {
    this.looks = 0;
    if (this.waitingValue) this.timer = setTimeout(() => this.look(), EVERY_MS);
  }

  disconnect() {
    clearTimeout(this.timer);
  }

  async look() {
    this.looks += 1;
    const fresh = await this.fetched();
    if (fresh) {
      this.element.replaceWith(fresh);
    } else if (this.looks < MOST) {
      this.timer = setTimeout(() => this.look(), EVERY_MS);
    }
  }

  async fetched() {
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.querySelector('[data-refresh-waiting-value="false"]');
    } catch {
      return null;
    }
  }
}
