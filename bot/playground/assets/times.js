// Relative times ("3 days ago") move on. SimCord writes them once, and counts no further than weeks.
"use strict";
{
  const RELATIVE = /^(now|yesterday|today|tomorrow|in .+|.+ ago|(last|this|next) \w+)$/;
  const UNITS = [["year", 31556952], ["month", 2629746], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const words = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });

  function relative(seconds) {
    const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
    return words.format(Math.round(seconds / length), unit);
  }

  function update() {
    for (const time of document.querySelectorAll(".discord-timestamp[datetime]")) {
      if (!RELATIVE.test(time.textContent)) continue;
      const said = relative((new Date(time.dateTime) - Date.now()) / 1000);
      if (time.textContent !== said) time.textContent = said;
    }
  }

  setInterval(update, 1000);
  new MutationObserver(update).observe(document.body, { childList: true, subtree: true }); // a new one is right at once
}
