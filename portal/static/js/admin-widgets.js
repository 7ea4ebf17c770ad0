// Starts Wagtail's widgets from data attributes. Wagtail's own templates start them with inline scripts, which the
// admin's Content-Security-Policy refuses; the templates in templates/wagtailadmin/ carry these attributes instead.
(() => {
  const starters = {
    date: (id, config) => window.initDateChooser(id, config),
    datetime: (id, config) => window.initDateTimeChooser(id, config),
    time: (id, config) => window.initTimeChooser(id, config),
    chooser: (id, config, name) => /^(?:[A-Z][A-Za-z]*)?Chooser$/.test(name) && new window[name](id, config),
    "inline-panel": (_id, config) => new window.InlinePanel(config),
    "multiple-chooser-panel": (_id, config) => new window.MultipleChooserPanel(config),
  };

  function start(root) {
    for (const marker of root.querySelectorAll("[data-starts]")) {
      const { starts, config, for: id, class: name } = marker.dataset;
      marker.remove();
      starters[starts](id, JSON.parse(config), name);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    start(document);
    // Rows and blocks that are added later.
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node.parentElement) start(node.parentElement);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
