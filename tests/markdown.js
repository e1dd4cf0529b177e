// Reads one JSON string a line, and writes how Discord's markdown reads it, as JSON.
const { parse } = require("discord-markdown-parser");
const lines = require("readline").createInterface({ input: process.stdin });
lines.on("line", (line) => console.log(JSON.stringify(parse(JSON.parse(line), "extended"))));
