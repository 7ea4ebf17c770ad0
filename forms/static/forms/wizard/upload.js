import { Controller } from "../../vendor/stimulus/stimulus.js";

const TRIES = 5;
const WAIT_MS = 2000;

// Sends each chosen file at once and by itself, shows how far it is, tries again when the network was lost.
export default class extends Controller {
  static targets = ["list", "input", "status"];
  static values = {
    url: String, mostBytes: Number, room: Number, tooLarge: String, lost: String, failed: String, sent: String,
    remove: String, full: String,
  };

  async take() {
    const files = [...this.inputTarget.files];
    this.inputTarget.value = "";
    for (const file of files) await this.one(file);
  }

  async one(file) {
    if (this.roomValue <= 0) return this.say(`${file.name}: ${this.fullValue}`);
    if (file.size > this.mostBytesValue) return this.say(`${file.name}: ${this.tooLargeValue}`);
    const line = this.line(file.name);
    // Room for what will be said, so that nothing moves when it is.
    this.say("\u00a0");
    for (let tries = 1; ; tries += 1) {
      try {
        return this.took(line, file, await this.send(file, line.querySelector("progress")));
      } catch {
        if (tries === TRIES) return this.drop(line, `${file.name}: ${this.failedValue}`);
        this.say(this.lostValue);
        await new Promise((resume) => setTimeout(resume, WAIT_MS * tries));
      }
    }
  }

  send(file, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.set("csrfmiddlewaretoken", this.element.form.elements.csrfmiddlewaretoken.value);
      body.set("file", file);
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress.value = event.loaded / event.total;
      });
      request.addEventListener("load", () => {
        if (request.status >= 500) reject(new Error());
        else resolve({ status: request.status, text: request.responseText });
      });
      request.addEventListener("error", reject);
      request.open("POST", this.urlValue);
      request.send(body);
    });
  }

  took(line, file, { status, text }) {
    if (status !== 200) return this.drop(line, `${file.name}: ${this.sentence(status, text)}`);
    const stored = JSON.parse(text);
    this.roomValue -= 1;
    line.dataset.file = stored.id;
    line.replaceChildren(...this.stored(stored));
    this.element.dispatchEvent(new Event("change", { bubbles: true }));
    this.say(`${stored.name}: ${this.sentValue}`);
  }

  sentence(status, text) {
    if (status === 413) return this.tooLargeValue;
    try {
      return JSON.parse(text).error;
    } catch {
      return this.failedValue;
    }
  }

  line(name) {
    const line = document.createElement("li");
    line.className = "uploads__file";
    const progress = document.createElement("progress");
    progress.max = 1;
    progress.value = 0;
    progress.setAttribute("aria-label", name);
    line.append(name, " ", progress);
    this.listTarget.append(line);
    return line;
  }

  stored({ id, name, url, thumb }) {
    const link = document.createElement("a");
    link.href = url;
    link.textContent = name;
    const button = document.createElement("button");
    Object.assign(button, { className: "button button--quiet", name: "_go", value: `drop:${id}` });
    button.textContent = this.removeValue;
    button.setAttribute("aria-label", `${this.removeValue} ${name}`);
    if (!thumb) return [link, button];
    const picture = document.createElement("img");
    Object.assign(picture, { className: "uploads__picture", src: thumb, alt: "" });
    return [picture, link, button];
  }

  drop(line, sentence) {
    line.remove();
    this.say(sentence);
  }

  say(sentence) {
    this.statusTarget.textContent = sentence;
  }
}
