// A block of the editor that is drawn when its panel is opened. Until then its answers wait in hidden inputs, so that
// saving, and everything that looks at the inputs of the page, finds the same names and values. See forms/blocks/folding.py.
(() => {
  const { StructBlock, StructBlockDefinition, ListBlockDefinition, StreamBlockDefinition } = window.wagtailStreamField.blocks;
  const folded = new WeakMap();

  // What the inputs of a block would send.
  function* sent(definition, prefix, state) {
    if (definition instanceof StructBlockDefinition) {
      for (const child of definition.childBlockDefs) yield* sent(child, `${prefix}-${child.name}`, state?.[child.name]);
    } else if (definition instanceof ListBlockDefinition || definition instanceof StreamBlockDefinition) {
      yield [`${prefix}-count`, (state ?? []).length];
      for (const [index, child] of (state ?? []).entries()) {
        const inner = definition.childBlockDef ?? definition.childBlockDefsByName[child.type];
        yield [`${prefix}-${index}-deleted`, ""];
        yield [`${prefix}-${index}-order`, index];
        yield [`${prefix}-${index}-type`, child.type ?? inner.name];
        yield [`${prefix}-${index}-id`, child.id];
        yield* sent(inner, `${prefix}-${index}-value`, child.value);
      }
    } else if (typeof state === "boolean") {
      if (state) yield [prefix, "on"];
    } else if (Array.isArray(state)) {
      for (const one of state) yield [prefix, one];
    } else yield [prefix, state];
  }

  class FoldedBlock {
    constructor(definition, placeholder, prefix, state, error) {
      Object.assign(this, { definition, prefix, state, type: definition.name });
      this.holder = document.createElement("div");
      this.holder.dataset.folded = "";
      for (const [name, value] of sent(definition, prefix, state)) {
        const input = document.createElement("input");
        Object.assign(input, { type: "hidden", name, value: value ?? "" });
        this.holder.append(input);
      }
      placeholder.replaceWith(this.holder);
      folded.set(this.holder, this);
      if (error) this.setError(error);
      // A new block is not collapsed; one that was saved is, right after it has been drawn.
      else queueMicrotask(() => this.isInSight() && this.opened());
    }

    isInSight() {
      return this.holder.isConnected && !this.holder.closest("[data-panel]")?.querySelector("[data-panel-toggle][aria-expanded=false]");
    }

    opened() {
      if (!this.block) {
        const placeholder = document.createElement("div");
        this.holder.replaceChildren(placeholder);
        delete this.holder.dataset.folded;
        this.block = new StructBlock(this.definition.whole, placeholder, this.prefix, this.state);
      }
      return this.block;
    }

    get childBlocks() {
      return this.opened().childBlocks;
    }

    get container() {
      return this.opened().container;
    }

    setState(state) {
      this.opened().setState(state);
    }

    setError(error) {
      if (error) this.opened().setError(error);
    }

    getState() {
      return this.block ? this.block.getState() : this.state;
    }

    getDuplicatedState() {
      return this.opened().getDuplicatedState();
    }

    getValue() {
      return this.opened().getValue();
    }

    getTextLabel(options) {
      if (this.block) return this.block.getTextLabel(options);
      const label = this.definition.meta.labelFormat.replace(/\{(\w+)\}/g, (tag, name) => this.state?.[name] ?? "");
      const most = options?.maxLength ?? label.length;
      return label.length > most ? `${label.slice(0, most - 1)}…` : label;
    }

    focus(options) {
      this.opened().focus(options);
    }
  }

  class FoldedBlockDefinition extends StructBlockDefinition {
    // The block as Wagtail draws it. Of this class, because a child of the parent's own class would get no label.
    get whole() {
      const whole = new StructBlockDefinition(this.name, this.childBlockDefs, this.meta);
      whole.collapsible = this.collapsible;
      return whole;
    }

    render(placeholder, prefix, state, error) {
      return new FoldedBlock(this, placeholder, prefix, state, error);
    }
  }

  document.addEventListener("wagtail:panel-toggle", ({ target, detail }) => {
    const panel = detail.expanded && target.closest("[data-panel]");
    const holder = panel && [...panel.querySelectorAll("[data-folded]")].find((each) => each.closest("[data-panel]") === panel);
    if (holder) folded.get(holder).opened();
  });

  window.telepath.register("portal.blocks.FoldedBlock", FoldedBlockDefinition);
})();
