// Parts of the definition in the editor, copied and pasted: within a form, and from one form to another in any window
// of this browser. See forms/blocks/copying.py.
(() => {
  const { StreamBlock, StreamBlockDefinition } = window.wagtailStreamField.blocks;
  const PLACE = "portal-copied-part";

  function copied() {
    try {
      return JSON.parse(localStorage.getItem(PLACE));
    } catch {
      return null;
    }
  }

  // A part that is pasted is a new one; so are those in it.
  function withoutIds(state) {
    if (Array.isArray(state)) return state.map(withoutIds);
    if (!state || typeof state !== "object") return state;
    const kept = Object.entries(state).filter(([name]) => !(name === "id" && "value" in state));
    return Object.fromEntries(kept.map(([name, value]) => [name, withoutIds(value)]));
  }

  function keysOfPage() {
    const inputs = document.querySelectorAll('main input[name$="-value-key"]');
    return new Set([...inputs].filter((input) => !input.name.includes("-choices-")).map((input) => input.value));
  }

  // A key that this form has already is made anew from the label. Choices have theirs for themselves.
  function withoutKeys(state, taken) {
    if (Array.isArray(state)) return state.map((each) => withoutKeys(each, taken));
    if (!state || typeof state !== "object") return state;
    const inner = ([name, value]) => [name, name === "choices" ? value : withoutKeys(value, taken)];
    return { ...Object.fromEntries(Object.entries(state).map(inner)), ...(taken.has(state.key) && { key: "" }) };
  }

  class CopyingStreamBlock extends StreamBlock {
    constructor(...args) {
      super(...args);
      const { words } = this.blockDef.meta;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.addEventListener("click", () => this.paste());
      this.container.append(button);
      this.offer = () => {
        const part = copied();
        button.hidden = !part || !this.blockDef.childBlockDefsByName[part.type];
        button.textContent = part && words.paste.replace("%(part)s", part.title);
      };
      this.offer();
      window.addEventListener("storage", this.offer);
      document.addEventListener("portal:copied", this.offer);
    }

    _createChild(...args) {
      const child = super._createChild(...args);
      const { copy, copied: done } = this.blockDef.meta.words;
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button--icon text-replace white", title: copy });
      button.dataset.streamfieldAction = "COPY";
      button.innerHTML = '<svg class="icon icon-clipboard-list" aria-hidden="true"><use href="#icon-clipboard-list"></use></svg>';
      button.append(copy);
      button.addEventListener("click", () => {
        const { type, value } = child.getState();
        const title = child.getTextLabel({ maxLength: 40 }) || child.blockDef.meta.label;
        localStorage.setItem(PLACE, JSON.stringify({ type, title, value: withoutIds(value) }));
        document.dispatchEvent(new Event("portal:copied"));
        button.title = done.replace("%(part)s", title);
        button.lastChild.textContent = button.title;
      });
      child.addActionButton({ render: (holder) => holder.append?.(button) });
      return child;
    }

    paste() {
      const part = copied();
      if (!part) return;
      const state = { type: part.type, value: withoutKeys(part.value, keysOfPage()), id: crypto.randomUUID?.() };
      this.insert(state, this.children.length, { animate: true, focus: true });
    }
  }

  class CopyingStreamBlockDefinition extends StreamBlockDefinition {
    render(placeholder, prefix, state, error) {
      return new CopyingStreamBlock(this, placeholder, prefix, state, error);
    }
  }

  window.telepath.register("portal.blocks.CopyingStreamBlock", CopyingStreamBlockDefinition);
})();
