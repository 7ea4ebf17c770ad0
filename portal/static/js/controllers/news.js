import { Controller } from "../../vendor/stimulus/stimulus.js";

const LOOK_EVERY_MS = 8_000;

// On the entry of the notices in the navigation: how many are unread, within seconds, while somebody looks at the page.
export default class extends Controller {
  static targets = ["count"];
  static values = { url: String };

  connect() {
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.onVisible = () => this.look();
    document.addEventListener("visibilitychange", this.onVisible);
  }

  disconnect() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  async look() {
    if (document.hidden || this.busy) return;
    this.busy = true;
    try {
      const answer = await fetch(this.urlValue, { redirect: "manual", headers: { accept: "application/json" } });
      if (answer.ok) this.show(await answer.json());
      // Signed out: the page itself says so at the next step.
      else clearInterval(this.timer);
    } catch {
      // No network: the next look will tell.
    } finally {
      this.busy = false;
    }
  }

  show({ unread, more }) {
    const said = more ? `${unread}+` : `${unread}`;
    if (this.countTarget.textContent === said && this.countTarget.hidden === !unread) return;
    this.countTarget.textContent = said;
    this.countTarget.hidden = !unread;
  }
}
