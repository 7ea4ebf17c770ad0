import { Controller } from "../../vendor/stimulus/stimulus.js";

const EVERY_MS = 20000;

// Says that somebody is here, and shows who else is. Who was not heard of for a minute is gone.
export default class extends Controller {
  static targets = ["list"];

  connect() {
    this.tell();
    this.timer = setInterval(() => this.tell(), EVERY_MS);
  }

  disconnect() {
    clearInterval(this.timer);
  }

  async tell() {
    if (document.hidden) return;
    try {
      const answer = await fetch(this.element.action, { method: "POST", body: new FormData(this.element) });
      if (answer.ok && !answer.redirected) this.show((await answer.json()).present);
    } catch {
      // No network: whoever is there sees this person go, and the other way round.
    }
  }

  show(sentences) {
    const before = [...this.listTarget.children].map(({ textContent }) => textContent);
    if (before.join("\n") === sentences.join("\n")) return;
    this.listTarget.replaceChildren(
      ...sentences.map((textContent) => Object.assign(document.createElement("li"), { textContent })),
    );
  }
}
