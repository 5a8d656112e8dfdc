// The editor of the query page: YASGUI on this server alone, with its own prefixes and completions.
"use strict";

(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const prefixes = read("prefixes");
  const terms = read("terms");
  const place = document.getElementById("yasgui");

  function startYasgui() {
    const Yasgui = window.Yasgui;
    const Yasqe = Yasgui.Yasqe;
    // The built-in completers ask prefix.cc and LOV; these read what the page brought along.
    const local = (name, kind) => ({
      ...(Yasqe.Autocompleters[name] || {}),
      name,
      bulk: true,
      persistenceId: null,
      get: () => Promise.resolve(kind === "prefix" ? Object.entries(prefixes).map(([p, iri]) => `${p}: <${iri}>`) : terms[kind]),
    });
    for (const [name, kind] of [["prefixes", "prefix"], ["property", "properties"], ["class", "classes"]]) {
      if (Yasqe.Autocompleters[name]) Yasqe.Autocompleters[name] = local(name, kind);
    }
    const endpoint = new URL(place.dataset.endpoint, location.href).href;
    const yasgui = new Yasgui(place, {
      autofocus: false, // the page begins at its top
      requestConfig: { endpoint, method: "POST" },
      copyEndpointOnNewTab: false,
      endpointCatalogueOptions: { getData: () => [{ endpoint }] },
      persistenceId: "jejak",
      yasqe: { value: document.querySelector("#plain textarea").value },
    });
    window.jejakYasgui = yasgui;
    return (text) => {
      const tab = yasgui.getTab();
      tab.getYasqe().setValue(text);
      tab.show();
      place.scrollIntoView({ block: "start" });
    };
  }

  const plain = document.getElementById("plain");
  let edit = (text) => { plain.querySelector("textarea").value = text; plain.scrollIntoView(); };
  if (window.Yasgui) {
    try { edit = startYasgui(); } catch (error) { console.error(error); plain.hidden = false; }
  }
  for (const button of document.querySelectorAll("[data-edit]")) {
    button.addEventListener("click", () => {
      const source = document.querySelector(`[data-source="${CSS.escape(button.dataset.edit)}"]`);
      edit(source.textContent);
    });
  }
})();
