// Beside an input for a formula: a list of the fields by their titles and of functions with what they do, and at once
// what is wrong. Nothing happens before somebody begins to write. See forms/admin/formulas.py.
(() => {
  const PAUSE = 400;
  const MOST = 40;
  const FIELDS = /^(?:steps-\d+-value-)?items-\d+-value-(?:items-\d+-value-)?(?:columns-\d+-value-)?label$/;
  const open = new WeakMap();
  const vocabularies = new Map();

  // Fetched once for the page.
  function vocabularyOf(address) {
    if (!vocabularies.has(address)) vocabularies.set(address, fetch(address).then((answer) => answer.json()));
    return vocabularies.get(address);
  }

  // The field whose inputs begin so, as it stands in the editor now.
  function described(parts, prefix) {
    const table = /-columns-\d+-value-$/.test(prefix) ? parts.text(`${prefix.replace(/columns-\d+-value-$/, "")}key`) : "";
    const isTable = parts.inputs.has(`${prefix}columns-count`);
    return {
      key: parts.text(`${prefix}key`),
      type: isTable ? "table" : parts.text(`${prefix}type`),
      table,
      choices: keysOf(parts, `${prefix}choices-\\d+-value-label`),
      rows: keysOf(parts, `${prefix}settings-rows-\\d+-value-label`),
    };
  }

  // Without keys that are still to be made nothing is known of what there will be.
  function keysOf(parts, pattern) {
    const found = parts.called(pattern).map((part) => parts.text(`${part.prefix}key`));
    return found.every(Boolean) ? found : [];
  }

  // The fields with a key; what is new gets its own when the form is saved.
  function fieldsOf(parts) {
    return parts
      .called(FIELDS.source.slice(1, -1))
      .filter((part) => !part.holdsFields)
      .map((part) => ({ title: part.title, group: part.group, ...described(parts, part.prefix) }))
      .filter((field) => field.key);
  }

  function sharedGroups(parts) {
    return [...parts.inputs.values()].filter((input) => /-value-shared$/.test(input.name) && input.value).map((input) => input.value);
  }

  class Assistant {
    constructor(input) {
      this.input = input;
      this.list = Object.assign(document.createElement("ul"), { className: "formula-offers", id: `${input.id}-offers`, hidden: true });
      this.list.setAttribute("role", "listbox");
      this.said = Object.assign(document.createElement("p"), { className: "formula-said", id: `${input.id}-said` });
      this.said.setAttribute("role", "status");
      input.after(this.list, this.said);
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-controls", this.list.id);
      input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${this.said.id}`.trim());
      input.addEventListener("input", () => this.changed());
      input.addEventListener("keydown", (event) => this.pressed(event));
      input.addEventListener("blur", () => this.close());
      this.list.addEventListener("mousedown", (event) => this.clicked(event));
    }

    async begin() {
      const vocabulary = await vocabularyOf(this.input.dataset.formula);
      this.vocabulary = vocabulary;
      this.list.setAttribute("aria-label", vocabulary.words.offers);
      if (this.input.value.trim()) this.judge();
      // Somebody may have begun before the vocabulary was there.
      if (this.typed) this.offer();
    }

    changed() {
      this.typed = true;
      this.offer();
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.judge(), PAUSE);
    }

    // What stands before the cursor: the beginning of a field, of a function, or of a title.
    begun() {
      const before = this.input.value.slice(0, this.input.selectionStart);
      const [, field] = before.match(/\$\{([^{}]*)$/) ?? [];
      if (field !== undefined) return { text: field, start: before.length - field.length - 2, fields: true };
      const [word] = before.match(/[A-Za-z][A-Za-z0-9-]*$|[\u3400-\u9fff]+$/) ?? [];
      return word ? { text: word, start: before.length - word.length, fields: /[\u3400-\u9fff]/.test(word), functions: true } : null;
    }

    offers(begun) {
      const wanted = begun.text.toLowerCase();
      const found = [];
      if (begun.fields) {
        for (const field of fieldsOf(window.editorParts())) {
          const path = field.table && !this.isInTable(field.table) ? `${field.table}.${field.key}` : field.key;
          found.push({ text: `\${${path}}`, name: field.title, help: [field.group, path].filter(Boolean).join(" · "), asked: `${path} ${field.title}` });
        }
        for (const path of this.vocabulary.beside) found.push({ text: `\${${path}}`, name: path, help: "", asked: path });
        return found.filter((offer) => offer.asked.toLowerCase().includes(wanted)).slice(0, MOST);
      }
      const named = this.vocabulary.functions.filter(({ name }) => name.startsWith(wanted));
      return named.map(({ name, help }) => ({ text: `${name}(`, name: `${name}(…)`, help })).slice(0, MOST);
    }

    isInTable(key) {
      const [prefix] = this.input.name.match(/^.*-columns-\d+-value-/) ?? [];
      return Boolean(prefix) && described(window.editorParts(), prefix).table === key;
    }

    offer() {
      const begun = this.vocabulary && this.begun();
      const offers = begun ? this.offers(begun) : [];
      if (!offers.length) return this.close();
      this.list.replaceChildren(...offers.map((offer, place) => this.option(offer, place)));
      this.begunAt = begun.start;
      this.list.hidden = false;
      this.mark(-1);
    }

    option(offer, place) {
      const option = Object.assign(document.createElement("li"), { id: `${this.list.id}-${place}`, className: "formula-offer" });
      option.setAttribute("role", "option");
      option.dataset.text = offer.text;
      option.append(Object.assign(document.createElement("span"), { textContent: offer.name }));
      if (offer.help) option.append(" ", Object.assign(document.createElement("small"), { textContent: offer.help }));
      return option;
    }

    mark(place) {
      const options = [...this.list.children];
      this.marked = place;
      options.forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
      if (place < 0) this.input.removeAttribute("aria-activedescendant");
      else this.input.setAttribute("aria-activedescendant", options[place].id);
      options[place]?.scrollIntoView({ block: "nearest" });
    }

    pressed(event) {
      if (this.list.hidden || event.isComposing) return;
      const count = this.list.children.length;
      const moves = { ArrowDown: (this.marked + 1) % count, ArrowUp: (Math.max(this.marked, 0) - 1 + count) % count };
      if (event.key in moves) this.mark(moves[event.key]);
      else if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && this.marked >= 0) this.take(this.list.children[this.marked]);
      else return;
      event.preventDefault();
    }

    clicked(event) {
      const option = event.target.closest("[role=option]");
      event.preventDefault();
      if (option) this.take(option);
    }

    take(option) {
      const { input } = this;
      const { text } = option.dataset;
      // The bracket that closes a field may be there already.
      const behind = text.endsWith("}") && input.value[input.selectionStart] === "}" ? 1 : 0;
      input.setRangeText(text, this.begunAt, input.selectionStart + behind, "end");
      this.close();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      this.close();
    }

    close() {
      this.list.hidden = true;
      this.input.removeAttribute("aria-activedescendant");
    }

    async judge() {
      const [, prefix, rule] = this.input.name.match(/^(.*?)logic-(\d+)-value-formula$/) ?? [];
      const formula = this.input.value;
      if (prefix === undefined || !formula.trim()) return this.say("", "");
      this.asked?.abort();
      this.asked = new AbortController();
      const parts = window.editorParts();
      const asking = described(parts, prefix);
      const body = { formula, rule: parts.text(`${prefix}logic-${rule}-type`), asking, fields: fieldsOf(parts), shared: sharedGroups(parts) };
      const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
      const sent = { method: "POST", body: JSON.stringify(body), headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN }, signal: this.asked.signal };
      try {
        const answer = await fetch(this.input.dataset.formula, sent);
        await vocabularyOf(this.input.dataset.formula);
        if (answer.ok) this.tell(await answer.json(), formula);
      } catch (error) {
        if (error.name !== "AbortError") this.say("", "");
      }
    }

    tell({ error, at }, formula) {
      if (!error) return this.say(this.vocabulary.words.fine, "");
      const near = formula.slice(at, at + 20).trim();
      this.say(near ? `${error} (… ${near} …)` : error, "wrong");
    }

    say(text, state) {
      this.said.textContent = text;
      this.said.dataset.state = state;
    }
  }

  document.addEventListener("focusin", ({ target }) => {
    if (!target.dataset?.formula || open.has(target)) return;
    const assistant = new Assistant(target);
    open.set(target, assistant);
    assistant.begin();
  });
})();
