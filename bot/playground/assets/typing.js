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

  let filling = false;

  function fillIn(line) {
    const [name, ...options] = line.trim().split(OPTION);
    filling = true;
    find(".command-context-close")?.click();
    const composer = find("#channel-composer-input");
    put(composer, name);
    const named = (entry) => entry.querySelector("strong").textContent === name;
    const entry = [...document.querySelectorAll(".command-entry")].find(named);
    if (!entry) put(composer, line);
    entry?.click();
    for (let at = 0; entry && at < options.length; at += 2) {
      const field = fieldOf(options[at]) ?? addOption(options[at]);
      if (field) put(field, options[at + 1].trim());
    }
    filling = false;
  }

  const commandIn = (target) => {
    const code = target.closest?.(".channel-message code");
    return code?.textContent.startsWith("/") ? code : null;
  };

  document.addEventListener("input", ({ target }) => {
    const typed = target.id === "channel-composer-input" && !filling ? target.value : "";
    if (typed.startsWith("/") && OPTION.test(typed)) fillIn(typed);
  });
  document.addEventListener("focusin", ({ target }) => {
    const unasked = target.matches(".command-option-input[aria-autocomplete]") && !target.value;
    if (unasked && find(".command-popup:not([hidden]) .command-empty")) put(target, "");
  });
  document.addEventListener("pointerover", ({ target }) => commandIn(target)?.classList.add("playground-command"));
  document.addEventListener("click", ({ target }) => {
    const command = commandIn(target);
    if (command) fillIn(command.textContent);
  });
}
