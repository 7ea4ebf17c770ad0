// Several lines pasted into the label of an entry are several entries of its list. See forms/blocks/pasting.py.
(() => {
  const { ListBlock, ListBlockDefinition } = window.wagtailStreamField.blocks;

  class PastingListBlock extends ListBlock {
    constructor(...args) {
      super(...args);
      this.container[0].addEventListener("paste", (event) => {
        const at = this.children.findIndex((child) => event.target.name === `${child.prefix}-value-${this.blockDef.meta.columns[0]}`);
        const lines = (event.clipboardData?.getData("text/plain") ?? "").split(/\r?\n/).filter((line) => line.trim());
        if (at < 0 || (lines.length < 2 && !lines[0]?.includes("\t"))) return;
        event.preventDefault();
        this.take(lines, at);
      });
    }

    // The first line goes where it was pasted when nothing stands there yet.
    take(lines, at) {
      const entries = lines.map((line) => this.entry(line));
      const { block } = this.children[at];
      const state = block.getState();
      if (!state[this.blockDef.meta.columns[0]]) block.setState({ ...state, ...entries.shift() });
      for (const entry of entries) {
        at += 1;
        this.insert({ ...this.blockDef.initialChildState, ...entry }, at, { collapsed: true, id: crypto.randomUUID?.() });
      }
    }

    entry(line) {
      const cells = line.split("\t").map((cell) => cell.trim());
      return Object.fromEntries(this.blockDef.meta.columns.map((name, place) => [name, cells[place] ?? ""]));
    }
  }

  class PastingListBlockDefinition extends ListBlockDefinition {
    render(placeholder, prefix, state, error) {
      return new PastingListBlock(this, placeholder, prefix, state, error);
    }
  }

  window.telepath.register("portal.blocks.PastingListBlock", PastingListBlockDefinition);
})();
