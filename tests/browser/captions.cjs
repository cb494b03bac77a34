// captions.cjs BROWSER LIST: reads the WebVTT texts of a JSON list as a browser's player does, and prints the cues of
// each, with start, end and text, as JSON.
const fs = require("fs");
const { chromium } = require("playwright-core");
const [, , browser, list] = process.argv;

const cues = (content) =>
  new Promise((done, fail) => {
    const track = document.createElement("track");
    track.kind = "captions";
    track.onload = () => done([...track.track.cues].map((cue) => [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent]));
    track.onerror = () => fail(new Error("no captions"));
    track.src = URL.createObjectURL(new Blob([content], { type: "text/vtt" }));
    document.querySelector("video").append(track);
    track.track.mode = "hidden";
  });

(async () => {
  const opened = await chromium.launch({ executablePath: browser, args: ["--no-sandbox"] });
  const page = await opened.newPage();
  await page.setContent("<video></video>");
  const found = [];
  for (const content of JSON.parse(fs.readFileSync(list, "utf8"))) found.push(await page.evaluate(cues, content));
  await opened.close();
  console.log(JSON.stringify(found));
})();
