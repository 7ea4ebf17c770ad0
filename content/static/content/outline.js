import { Controller } from "../vendor/stimulus/stimulus.js";

// A line a little below the upper edge: the last clause that begins above it is what is being read.
const LINE = 0.16;
const ABOVE_THE_LINE = "0px 0px -84% 0px";

// Contents beside a text: the entry of the clause that is being read is marked and kept in sight.
export default class extends Controller {
  connect() {
    this.links = new Map([...this.element.querySelectorAll("a[href^='#']")].map((link) => [idOf(link), link]));
    this.clauses = [...document.querySelectorAll(".clause")];
    this.observer = new IntersectionObserver(() => this.look(), { rootMargin: ABOVE_THE_LINE });
    this.clauses.forEach((clause) => this.observer.observe(clause));
  }

  disconnect() {
    this.observer.disconnect();
  }

  look() {
    const line = window.innerHeight * LINE;
    const here = this.clauses.findLast((clause) => clause.getBoundingClientRect().top < line);
    if (here) this.mark(this.nearest(here));
  }

  // A clause of the third level belongs to the entry above it.
  nearest(clause) {
    let part = clause;
    while (part && !this.links.has(part.id)) part = part.previousElementSibling;
    return part && this.links.get(part.id);
  }

  mark(link) {
    if (!link || link === this.current) return;
    this.current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    this.current = link;
    const box = this.element;
    const beyond = link.offsetTop < box.scrollTop || link.offsetTop + link.offsetHeight > box.scrollTop + box.clientHeight;
    if (beyond) box.scrollTop = link.offsetTop - box.clientHeight / 3;
  }
}

function idOf(link) {
  return decodeURIComponent(link.hash.slice(1));
}
