// Message menus: a right click on a message, or its "…" button. SimCord's page has none.
"use strict";
{
  const menu = document.createElement("div");
  menu.id = "playground-menu";
  menu.hidden = true;
  menu.setAttribute("role", "menu");
  document.body.append(menu);
  const context = () => window.simcordPreview.contextId;
  const say = (text) => { document.getElementById("playground-status").textContent = text; };
  const close = () => { menu.hidden = true; };

  async function use(name, message) {
    close();
    const body = JSON.stringify({ context: context(), menu: name, message });
    const answer = await fetch("/playground/menus", { method: "POST", body });
    if (!answer.ok) say(await answer.text());
  }

  function entry(name, message) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    made.setAttribute("role", "menuitem");
    made.addEventListener("click", () => use(name, message));
    return made;
  }

  async function open(message, x, y) {
    const answer = await fetch(`/playground/menus?context=${encodeURIComponent(context())}`);
    if (!answer.ok) return say(await answer.text());
    const names = await answer.json();
    menu.replaceChildren(...names.map((name) => entry(name, message)));
    if (!names.length) menu.textContent = "Only moderators have menus here. Try Max.";
    menu.hidden = false;
    menu.style.left = `${Math.max(8, Math.min(x, innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(y, innerHeight - menu.offsetHeight - 8))}px`;
    menu.querySelector("button")?.focus();
  }

  const messageAt = (target) => target.closest?.(".channel-message[data-message-id]");

  document.addEventListener("contextmenu", (event) => {
    const message = messageAt(event.target);
    if (!message) return;
    event.preventDefault();
    open(message.dataset.messageId, event.clientX, event.clientY);
  });
  document.addEventListener("pointerover", ({ target }) => {
    const tools = messageAt(target)?.querySelector(".message-context-actions");
    if (!tools || tools.querySelector(".playground-more")) return;
    const more = document.createElement("button");
    Object.assign(more, { type: "button", className: "message-action-button playground-more", textContent: "…" });
    more.ariaLabel = "Message menu";
    tools.append(more);
  });
  document.addEventListener("click", (event) => {
    const more = event.target.closest(".playground-more");
    if (!more) return menu.contains(event.target) || close();
    const { left, bottom } = more.getBoundingClientRect();
    open(messageAt(more).dataset.messageId, left, bottom);
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
}
