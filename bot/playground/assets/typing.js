// Commands as one line. Discord's own client takes "/episode lookup episode:fallout" apart while it is typed or
// pasted, and asks for suggestions as soon as an option is entered. SimCord's page does neither, so it is done here.
"use strict";
{
  const OPTION = / ([\p{Ll}\p{N}_-]{1,32}):/u;
  const find = (selector) => document.querySelector(selector);
  const fieldOf = (option) => find(`.command-option-input[data-option="${CSS.escape(option)}"]`);

  function put(field, text) {
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function addOption(option) {
    find(".command-ghost")?.click();
    find(`.command-suggestion[data-value="${CSS.escape(option)}"]`)?.click();
    return fieldOf(option);
  }

  function entryOf(name) {
    const named = (entry) => entry.querySelector("strong").textContent === name;
    return [...document.querySelectorAll(".command-entry")].find(named);
  }

  let filling = false;

  function fillIn(line) {
    const [name, ...options] = line.trim().split(OPTION);
    filling = true;
    find(".command-context-close")?.click();
    const composer = find("#channel-composer-input");
    put(composer, name);
    const entry = entryOf(name);
    if (!entry) put(composer, line);
    entry?.click();
    for (let at = 0; entry && at < options.length; at += 2) {
      const field = fieldOf(options[at]) ?? addOption(options[at]);
      if (field) put(field, options[at + 1].trim());
    }
    filling = false;
  }

  const commandIn = (target) => {
    const command = target.closest?.(".channel-message code, .channel-message .command-mention");
    return command?.textContent.startsWith("/") ? command : null;
  };

  // An option that can be removed is not required.
  const REQUIRED = ".command-pill:not(:has(.command-option-remove)) .command-option-input";
  const lacking = () => [...document.querySelectorAll(REQUIRED)].find((field) => !field.value);

  // SimCord loses the focus whenever it draws the command anew, as it does when a suggestion is clicked or the server
  // answers: the next field that has to be filled in gets it, else the command's name, where Enter sends.
  function keepFocus() {
    if (document.activeElement === document.body) (lacking() ?? find(".command-chip"))?.focus();
  }

  let inCommand = false;
  const redrawn = new MutationObserver(() => inCommand && keepFocus());

  // Enter sends a command whose whole name was typed and that needs no option; SimCord opens its list of options.
  function sendAtOnce(event) {
    const typed = event.target.id === "channel-composer-input" && event.key === "Enter" && !event.isComposing;
    if (!typed || !event.target.value.startsWith("/")) return;
    const entry = entryOf(event.target.value.trim());
    if (!entry) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    entry.click();
    if (!lacking()) find("#channel-composer").requestSubmit();
  }

  window.playgroundFillIn = fillIn;
  redrawn.observe(document.documentElement, { childList: true, subtree: true });
  const ofCommand = (target) => Boolean(target.closest(".command-row, .command-suggestion"));
  document.addEventListener("pointerdown", ({ target }) => { inCommand = ofCommand(target); }, { capture: true });
  document.addEventListener("input", ({ target }) => {
    const typed = target.id === "channel-composer-input" && !filling ? target.value : "";
    if (typed.startsWith("/") && OPTION.test(typed)) fillIn(typed);
  });
  document.addEventListener("focusin", ({ target }) => {
    inCommand = ofCommand(target);
    const unasked = target.matches(".command-option-input[aria-autocomplete]") && !target.value;
    if (unasked && find(".command-popup:not([hidden]) .command-empty")) put(target, "");
  });
  document.addEventListener("keydown", sendAtOnce, { capture: true });
  document.addEventListener("pointerover", ({ target }) => commandIn(target)?.classList.add("playground-command"));
  document.addEventListener("click", ({ target }) => {
    const command = commandIn(target);
    if (command) fillIn(command.textContent);
  });
}
