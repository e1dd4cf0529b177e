// The welcome's commands are sent by a click, and the bar leads through its four steps.
"use strict";
{
  const AT = "playground-step";
  const { steps, commands } = JSON.parse(document.getElementById("playground-about").dataset.about);
  const place = document.getElementById("playground-tour");
  const picker = () => document.getElementById("viewer-picker");
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  async function ready(viewer) {
    const now = () => window.simcordPreview;
    while (!now()?.ready || (viewer && now().viewerId !== viewer)) await wait(50);
  }

  async function send(line, person) {
    const viewer = [...picker().options].find((option) => option.label === person)?.value;
    if (viewer && picker().value !== viewer) {
      picker().value = viewer;
      picker().dispatchEvent(new Event("change", { bubbles: true }));
    }
    await ready(viewer);
    const chosen = () => document.querySelector(".command-chip");
    for (let tenth = 0; tenth < 300; tenth += 1) {
      window.playgroundFillIn(line); // in vain until this person's commands are loaded
      if (chosen()) break;
      await wait(100);
    }
    await ready();
    if (chosen()) document.getElementById("channel-composer").requestSubmit();
  }

  const buttonsOf = (label) =>
    [...document.querySelectorAll(".channel-message button")].filter((button) => button.textContent.includes(label));

  async function press(label) {
    for (let tenth = 0; !buttonsOf(label).length && tenth < 300; tenth += 1) await wait(100);
    await ready();
    buttonsOf(label).at(-1)?.click();
  }

  let last = Promise.resolve(); // one thing after the other, however quickly somebody clicks
  const take = ({ command, person, button }) => {
    last = last.then(() => (command ? send(command, person) : press(button))).catch(() => {});
  };

  function show(at) {
    sessionStorage.setItem(AT, at);
    const step = steps[at];
    if (!step) return place.replaceChildren("That was the tour. Type / to see every command.");
    const number = document.createElement("b");
    number.textContent = `${at + 1} of ${steps.length}`;
    const go = document.createElement("button");
    go.type = "button";
    go.textContent = step.command ?? step.button;
    place.replaceChildren(number, ` ${step.says}`, go);
  }

  const at = () => Number(sessionStorage.getItem(AT));
  const taken = (step) => steps[at()] === step && show(at() + 1);

  document.addEventListener("click", ({ target }) => {
    const step = steps[at()];
    if (target.closest("#playground-tour button")) return take(step), step.command && taken(step);
    const button = target.closest(".channel-message button");
    if (button && step?.button && button.textContent.includes(step.button)) return taken(step);
    const code = target.closest(".channel-message code")?.textContent;
    const item = target.closest("li")?.textContent ?? "";
    const chosen = steps.find(({ says, command, button }) => code === (command ?? button) && item.includes(says));
    if (chosen) take(chosen), chosen.command && taken(chosen);
    else if (commands.includes(code)) take({ command: code });
  });
  show(at());
}
