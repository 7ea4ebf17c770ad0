// Completions of what is typed, in the browser's own list. Without them the form searches as it stands.
import { Controller } from "../../vendor/stimulus/stimulus.js";

const PAUSE = 180;

export default class extends Controller {
  static targets = ["field", "list"];
  static values = { address: String };

  disconnect() {
    clearTimeout(this.waiting);
    this.asking?.abort();
  }

  ask() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.load(this.fieldTarget.value.trim()), PAUSE);
  }

  async load(typed) {
    this.asking?.abort();
    if (!typed) {
      this.listTarget.replaceChildren();
      return;
    }
    this.asking = new AbortController();
    try {
      const address = `${this.addressValue}?q=${encodeURIComponent(typed)}`;
      const response = await fetch(address, { signal: this.asking.signal });
      if (response.ok) this.show(typed, await response.json());
    } catch {
      // Nobody waits for a completion: what is typed can be searched for without it.
    }
  }

  show(typed, [, texts, abouts]) {
    const options = texts.map((text, number) => {
      const option = document.createElement("option");
      option.value = text;
      // A browser shows only what holds the letters typed; pinyin stands in no title.
      option.label = [text.includes(typed) ? "" : typed, abouts[number]].filter(Boolean).join(" · ");
      return option;
    });
    this.listTarget.replaceChildren(...options);
  }
}
