// The bar with the channels. A classic script in front of SimCord's module: SimCord reads the secret from the
// address when it starts, so the address has to be complete by then.
"use strict";
{
  const PERSON = "playground-person";
  const about = JSON.parse(document.getElementById("playground-about").dataset.about);
  const { secret } = about;

  function element(tag, properties, ...inside) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...inside);
    return made;
  }

  const entries = Object.entries(about.channels).map(([name, topic]) => {
    const here = name === about.current ? { ariaCurrent: "page" } : {};
    return element("li", {}, element("button", { type: "button", value: name, title: topic, ...here }, name));
  });
  const status = element("p", { id: "playground-status", role: "status" });
  const bar = element(
    "nav",
    { id: "playground", ariaLabel: "Channels" },
    element("header", {}, element("strong", {}, about.server), element("small", {}, `${about.bot} playground`)),
    element("ul", {}, ...entries),
    element("p", { id: "playground-tour" }),
    status,
    element(
      "p",
      { id: "playground-hint" },
      element("b", {}, "Viewing as"),
      ", at the top, makes you somebody else: what you see depends on who you are.",
    ),
    element("p", { id: "playground-credit" }, "A simulated Discord, by SimCord"),
  );
  document.body.prepend(bar);
  document.title = `${about.bot} playground`;

  const plainFetch = window.fetch.bind(window);
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  history.replaceState(null, "", `/#${secret}`);

  // SimCord opens every page as the first person. Each tab keeps the one it had; one from an earlier run is unknown.
  async function openPage(options) {
    const person = sessionStorage.getItem(PERSON);
    const body = person ? JSON.stringify({ viewer_id: person }) : options.body;
    const answer = await plainFetch("/api/pages", { ...options, body });
    return answer.ok ? answer : plainFetch("/api/pages", options);
  }

  // Whoever says something, or stands at the end, wants to see what comes; SimCord's page stays where it was
  // scrolled to, and draws some time after the answer.
  const SAID = /"kind":"(run_command|send_message|modal_submit)"/;
  const timeline = () => document.getElementById("channel-timeline");
  const atEnd = ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 24;

  async function act(options) {
    const follows = SAID.test(options.body.get?.("payload") ?? options.body) || atEnd(timeline());
    const answer = await plainFetch("/api/action", options);
    if (follows) stayAtEnd();
    return answer;
  }

  async function stayAtEnd() {
    for (let tenth = 0; tenth < 10; tenth += 1) {
      timeline().scrollTop = timeline().scrollHeight;
      await wait(100);
    }
  }

  window.fetch = async (what, options) => {
    if (what === "/api/pages") return openPage(options);
    return what === "/api/action" ? act(options) : plainFetch(what, options);
  };

  function rememberPerson({ target }) {
    if (target.id === "viewer-picker") sessionStorage.setItem(PERSON, target.value);
  }

  document.addEventListener("change", rememberPerson, { capture: true }); // SimCord's own listener empties the list

  let switching = false;

  async function goTo(channel) {
    switching = true;
    status.textContent = `Going to #${channel} …`;
    try {
      for (;;) {
        const answer = await plainFetch("/playground/channel", { method: "POST", body: channel });
        if (answer.ok) return location.reload();
        status.textContent = await answer.text();
        if (answer.status !== 503) break;
        await wait(700);
      }
    } catch {
      status.textContent = "The playground has stopped.";
    }
    switching = false;
  }

  // Another tab may have gone to another channel, and the playground may have been started anew.
  async function keepUp() {
    for (;;) {
      await wait(1000);
        if (switching) continue;
      try {
        const answer = await plainFetch("/playground/now", { cache: "no-store" });
        if (answer.ok && (await answer.json()).secret !== secret) return location.reload();
        status.textContent = "";
      } catch {
        status.textContent = "The playground has stopped. Start it again, and this page comes back.";
      }
    }
  }

  // A channel in the bar, or one that is mentioned in a message.
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("#playground button");
    const mentioned = target.matches(".mention") && target.textContent.startsWith("#") && target.textContent.slice(1);
    const channel = button?.value ?? [...bar.querySelectorAll("button")].find((b) => b.value === mentioned)?.value;
    if (channel && !switching && !bar.querySelector(`[value="${channel}"][aria-current]`)) goTo(channel);
  });
  keepUp();
}
