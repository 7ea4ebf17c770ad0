import { Controller } from "../../vendor/stimulus/stimulus.js";

const AFTER_MS = 1500;
const RETRY_MS = 5000;

// Saves quietly while somebody types, says when, and keeps trying when the network is gone.
export default class extends Controller {
  static targets = ["revision", "status"];
  static values = { saved: String, saving: String, offline: String };

  connect() {
    this.unsaved = false;
    this.onLeave = (event) => {
      if (this.unsaved && !this.leaving) event.preventDefault();
    };
    this.onOnline = () => this.unsaved && this.save();
    window.addEventListener("beforeunload", this.onLeave);
    window.addEventListener("online", this.onOnline);
  }

  disconnect() {
    clearTimeout(this.timer);
    window.removeEventListener("beforeunload", this.onLeave);
    window.removeEventListener("online", this.onOnline);
  }

  // Pictures are sent by themselves.
  soon(event) {
    if (event.target.type === "file") return;
    this.unsaved = true;
    this.later(AFTER_MS);
  }

  leave() {
    this.leaving = true;
    clearTimeout(this.timer);
    this.request?.abort();
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  async save() {
    if (this.request || this.leaving) return this.leaving ? undefined : this.later(AFTER_MS);
    this.unsaved = false;
    this.request = new AbortController();
    this.say(this.savingValue);
    try {
      const answer = await fetch(this.element.action, { method: "POST", body: this.body(), signal: this.request.signal });
      if (answer.status === 409) this.refused(await answer.json());
      else this.took(answer.ok && !answer.redirected ? await answer.json() : null);
    } catch {
      if (!this.leaving) this.lost();
    } finally {
      this.request = null;
    }
  }

  body() {
    const body = new FormData(this.element);
    for (const input of this.element.querySelectorAll('input[type="file"]')) body.delete(input.name);
    body.set("_go", "save");
    return body;
  }

  took(news) {
    if (news === null) return this.lost();
    this.revisionTarget.value = news.revision;
    this.say(news.stale || `${this.savedValue} ${news.at}`);
  }

  // A colleague was quicker: what is typed stays here, and the next step shows both.
  refused({ stale }) {
    this.unsaved = true;
    this.say(stale);
  }

  lost() {
    this.unsaved = true;
    this.say(this.offlineValue);
    this.later(RETRY_MS);
  }

  say(sentence) {
    this.statusTarget.textContent = sentence;
  }
}
