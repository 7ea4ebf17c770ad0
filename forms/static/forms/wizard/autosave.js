import { Controller } from "../../vendor/stimulus/stimulus.js";

const AFTER_MS = 1500;
const RETRY_MS = 5000;

// Saves quietly while somebody types, says when, and keeps trying when the network is gone.
export default class extends Controller {
  static targets = ["revision", "status"];
  static values = { saved: String, saving: String, offline: String, out: String };

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

  // Whoever is signed out would lose what is typed by going on.
  leave(event) {
    if (this.isOut) {
      event.preventDefault();
      return this.say(this.outValue);
    }
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
      if (this.isOut && !(await this.comeBack())) return this.signedOut();
      const answer = await fetch(this.element.action, { method: "POST", body: this.body(), signal: this.request.signal });
      if (answer.redirected || answer.status === 403) this.signedOut();
      else if (answer.status === 409) this.refused(await answer.json());
      else this.took(answer.ok ? await answer.json() : null);
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

  // The session has ended. What is typed stays here until somebody has signed in again, in another window.
  signedOut() {
    this.unsaved = true;
    this.isOut = true;
    this.say(this.outValue);
    this.later(RETRY_MS);
  }

  // Signed in again, the page has another token against forged requests.
  async comeBack() {
    const answer = await fetch(this.element.action, { signal: this.request.signal });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!token) return false;
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
    this.isOut = false;
    return true;
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
