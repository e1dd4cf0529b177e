"""From disclosed text to what Discord shows: cards, lists, buttons, errors, and all prose for people."""
