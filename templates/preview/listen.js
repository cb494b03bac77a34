// Hears of each build: loads the page anew if it changed any, and says above it what is wrong.
(() => {
  const number = Number(document.currentScript.dataset.number);
  const tell = (errors) => {
    document.getElementById("preview-errors")?.remove();
    if (!errors.length) return;
    const box = document.createElement("div");
    box.id = "preview-errors";
    box.setAttribute("role", "alert");
    box.style.cssText =
      "position:fixed;inset:0 0 auto 0;z-index:2147483647;padding:0.8rem 1rem;background:#8a1c12;color:#fff;" +
      "font:0.95rem/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;max-height:50vh;overflow:auto";
    box.textContent = errors.join("\n");
    document.body.append(box);
  };
  const events = new EventSource(`/_preview/events?number=${number}`);
  events.onmessage = (event) => {
    const told = JSON.parse(event.data);
    const isNew = told.number !== number;
    if (isNew && (told.changed || !told.errors.length)) location.reload();
    else tell(told.errors);
  };
})();
