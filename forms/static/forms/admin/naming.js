// An input that names another part of the definition in the editor. While there is something to choose from, a list
// of titles stands in for the text input, which keeps the key. See forms/blocks/naming.py.
(() => {
  const Widget = window.telepath.constructors["wagtail.widgets.Widget"];
  const BoundWidget = new Widget("").boundWidgetClass;
  const bound = new Set();
  let planned = false;
  let latest = null;
  let saved = null;

  // The parts that stand in the editor at one moment. Looking through some thousand inputs once serves all lists.
  class Parts {
    constructor() {
      this.inputs = new Map();
      this.found = new Map();
      this.offered = new Map();
      for (const input of document.querySelectorAll("main :is(input, textarea, select)[name]")) this.inputs.set(input.name, input);
    }

    // The parts whose titles stand in inputs with such names.
    called(pattern) {
      if (!this.found.has(pattern)) {
        const wanted = new RegExp(`^(?:${pattern})$`);
        const titles = [...this.inputs.values()].filter((input) => wanted.test(input.name) && !isDeleted(input));
        this.found.set(pattern, titles.map((input) => this.part(input)).filter((part) => part.title));
      }
      return this.found.get(pattern);
    }

    part(input) {
      const prefix = input.name.replace(/[^-]+$/, "");
      const title = input.value.trim();
      const kind = this.text(`${prefix}type`);
      return { prefix, title, key: this.text(`${prefix}key`) || title, group: this.group(prefix), kind, holdsFields: this.inputs.has(`${prefix}items-count`) };
    }

    // The title of the part around this one: the step of a field, the state of a task.
    group(prefix) {
      const around = prefix.replace(/[^-]+-\d+-value-$/, "");
      return around === prefix ? "" : this.text(`${around}title`) || this.text(`${around}label`);
    }

    text(name) {
      return this.inputs.get(name)?.value.trim() ?? "";
    }

    // The titles that an input offers, by their keys. Inputs that offer the same share the answer.
    titles(widget) {
      const { titles, kinds, valueOf, columnsOf } = widget.holder.dataset;
      const table = widget.input.name.match(/^.*-columns-/)?.[0] ?? "";
      const same = valueOf || columnsOf ? widget : [titles, kinds, table].join(" ");
      if (!this.offered.has(same)) this.offered.set(same, new Map(widget.offers(this).map((part) => [part.key, part.title]).reverse()));
      return this.offered.get(same);
    }

    columns(fields, key) {
      const table = this.called(fields).find((part) => part.key === key);
      return table ? this.called(`${table.prefix}columns-\\d+-value-label`).map((part) => ({ ...part, group: "" })) : [];
    }

    // A column as it is called beyond its table.
    ofTable(column) {
      const around = column.prefix.replace(/columns-\d+-value-$/, "");
      const title = this.text(`${around}label`);
      return { ...column, key: `${this.text(`${around}key`) || title}.${column.key}`, group: title };
    }

    choices(fields, key, column, words) {
      const [table, ofTable] = key.split(".");
      if (ofTable) return this.choices(fields, table, ofTable, words);
      const field = (column ? this.columns(fields, key) : this.called(fields)).find((part) => part.key === (column || key));
      if (!field) return [];
      if (["yes_no", "consent"].includes(field.kind)) return [{ key: "yes", title: words.yes }, { key: "no", title: words.no }];
      return this.called(`${field.prefix}choices-\\d+-value-label`).map((part) => ({ ...part, group: "" }));
    }
  }

  // Also for what is beside the inputs, such as the help for formulas.
  window.editorParts = () => new Parts();

  // The titles of what was saved, but for choices, by key; read once, before the first input is drawn.
  function savedTitles() {
    saved ??= new Map(
      [...document.querySelectorAll("[data-w-block-arguments-value]")].flatMap((block) => [...titled(JSON.parse(block.dataset.wBlockArgumentsValue))])
    );
    return saved;
  }

  function* titled(value) {
    if (!value || typeof value !== "object") return;
    const title = value.label || value.title || value.text;
    if (value.key && typeof title === "string") yield [value.key, title];
    for (const [name, inner] of Object.entries(value)) if (name !== "choices") yield* titled(inner);
  }

  // Deleted blocks stay in the page until it is saved.
  function isDeleted(input) {
    for (let child = input.closest("[data-streamfield-child]"); child; child = child.parentElement.closest("[data-streamfield-child]")) {
      if (child.querySelector(':scope > input[name$="-deleted"]')?.value) return true;
    }
    return false;
  }

  // What stands in a table is only known inside that table.
  function isKnownIn(part, name) {
    const table = part.prefix.match(/^(.*-columns-)\d+-value-$/);
    return !table || name.startsWith(table[1]);
  }

  class BoundNameInput extends BoundWidget {
    constructor(element, name, capabilities) {
      super(element, name, capabilities);
      this.holder = this.input.parentElement;
      this.select = this.holder.querySelector("select");
      this.select.addEventListener("change", () => {
        this.input.value = this.select.value;
        this.input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      bound.add(this);
      plan();
    }

    setState(value) {
      super.setState(value ?? "");
      plan();
    }

    // While the page is built, parts appear one after the other: until all are there, what was saved says their titles.
    getTextLabel(options) {
      const { value } = this.input;
      const { valueOf, columnsOf } = this.holder.dataset;
      const known = latest ? latest.titles(this) : valueOf || columnsOf ? null : savedTitles();
      return (value && known?.get(value)) || super.getTextLabel(options);
    }

    setInvalid(invalid) {
      super.setInvalid(invalid);
      if (invalid) this.select.setAttribute("aria-invalid", "true");
      else this.select.removeAttribute("aria-invalid");
    }

    focus() {
      (this.select.hidden ? this.input : this.select).focus();
    }

    offers(all) {
      const { titles, kinds, valueOf, columnsOf } = this.holder.dataset;
      if (valueOf || columnsOf) {
        const name = this.input.name.replace(/[^-]+$/, valueOf || columnsOf);
        const neighbour = this.holder.closest(".struct-block")?.querySelector(`input[name="${name}"]`);
        if (!neighbour?.value) return [];
        const fields = neighbour.parentElement.dataset.titles;
        const column = all.text(this.input.name.replace(/[^-]+$/, "column"));
        return columnsOf ? all.columns(fields, neighbour.value) : all.choices(fields, neighbour.value, column, this.holder.dataset);
      }
      // Where only fields are asked for, a group is none.
      const only = titles.includes("title") ? () => true : (part) => !part.holdsFields;
      const named = all.called(titles).filter(only);
      const known = named.filter((part) => isKnownIn(part, this.input.name));
      // From outside, a rule names a column with its table.
      if (/-rows-\d+-value-field$/.test(this.input.name)) known.push(...named.filter((part) => !isKnownIn(part, this.input.name)).map((part) => all.ofTable(part)));
      return kinds ? known.filter((part) => kinds.split(" ").includes(part.kind)) : known;
    }

    // Until somebody is about to choose, the list has what is chosen and no more: a large form has hundreds of lists.
    refresh(all) {
      if (this.holder.contains(document.activeElement)) return this.complete(all);
      const { value } = this.input;
      const { size } = all.titles(this);
      const title = all.titles(this).get(value);
      if (size && value && title === undefined) return this.complete(all);
      this.show(size > 0);
      this.offered = null;
      this.fill(value ? [{ key: value, title }] : []);
      this.select.value = value;
    }

    complete(all) {
      const parts = [...this.offers(all)];
      const { value } = this.input;
      if (parts.length && value && !parts.some((part) => part.key === value)) {
        // A part that was new has its key by now; whatever else nobody is called stays to be seen.
        const renamed = parts.find((part) => part.title === value);
        if (renamed) this.input.value = renamed.key;
        else parts.push({ key: value, title: value });
      }
      this.show(parts.length > 0);
      const offered = JSON.stringify(parts);
      if (offered !== this.offered) this.fill(parts);
      this.offered = offered;
      this.select.value = this.input.value;
    }

    fill(parts) {
      this.select.replaceChildren(new Option(this.holder.dataset.choose, ""));
      for (const { title, key, group: label } of parts) {
        let group = [...this.select.children].find((child) => child.label === label && child.tagName === "OPTGROUP");
        if (label && !group) this.select.append((group = Object.assign(document.createElement("optgroup"), { label })));
        (group ?? this.select).append(new Option(title, key));
      }
    }

    // The visible one has the id, so that the label belongs to it.
    show(list) {
      const [seen, unseen] = list ? [this.select, this.input] : [this.input, this.select];
      seen.hidden = false;
      unseen.hidden = true;
      unseen.removeAttribute("id");
      seen.id = this.idForLabel;
    }
  }

  class NameInput extends Widget {
    boundWidgetClass = BoundNameInput;
  }
  window.telepath.register("portal.widgets.NameInput", NameInput);

  function plan() {
    if (planned) return;
    planned = true;
    requestAnimationFrame(refresh);
  }

  function refresh() {
    planned = false;
    latest = new Parts();
    for (const widget of bound) {
      if (widget.input.isConnected) widget.refresh(latest);
      else bound.delete(widget);
    }
  }

  // Inputs outside of blocks.
  document.addEventListener("DOMContentLoaded", () => {
    const known = new Set([...bound].map((widget) => widget.holder));
    for (const holder of document.querySelectorAll(".name-input")) {
      if (!known.has(holder)) new BoundNameInput(holder, holder.querySelector("input").name);
    }
  });

  // A title, a key or a kind has changed somewhere, or a list is about to be opened.
  document.addEventListener("change", (event) => /-(title|label|key|type|field|place|column)$/.test(event.target.name ?? "") && plan());
  for (const kind of ["focusin", "pointerdown"]) {
    document.addEventListener(kind, (event) => {
      const holder = event.target.closest?.(".name-input");
      if (holder) for (const widget of bound) if (widget.holder === holder) widget.complete((latest = new Parts()));
    }, true);
  }
})();
