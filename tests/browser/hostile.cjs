// hostile.cjs BROWSER FOLDER: opens all pages of a folder, many at a time, in a browser without a content security policy,
// points at and clicks what can be, and prints what ran, what is active, and what went elsewhere, as JSON.
const fs = require("fs"), path = require("path");
const { chromium } = require("playwright-core");
const [, , browser, folder] = process.argv;
const pages = fs.readdirSync(folder);
const AT_ONCE = 50;

function watch() {
  window.ran = [];
  for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => void window.ran.push(`${name} ran`);
}

function active() {
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    const { localName, type } = element;
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) found.push(`${localName} ${name}`);
      if (/^(?:(?:java|vb)script:|data:(?!image\/))/i.test(value.replace(/[\0-\x20]/g, "")) && !/^(alt|content|title)$/.test(name))
        found.push(`${name}=${value.slice(0, 40)}`);
    }
    if (/^(script|iframe|object|embed|base|form|style|svg|math|template)$/.test(localName) && type !== "application/ld+json") found.push(localName);
  }
  for (const element of document.querySelectorAll("details, summary, input, img, [tabindex]")) {
    element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    element.click();
  }
  return [...found, ...window.ran];
}

(async () => {
  const driver = await chromium.launch({ executablePath: browser, args: ["--no-sandbox", "--disable-gpu"] });
  const context = await driver.newContext();
  await context.route("**", (route) => (route.request().url().startsWith("file:") ? route.continue() : route.abort()));
  await context.addInitScript(watch);
  const tab = await context.newPage();
  const found = [];
  for (let at = 0; at < pages.length; at += AT_ONCE) {
    const some = pages.slice(at, at + AT_ONCE);
    const frames = path.join(path.dirname(folder), "frames.html");
    fs.writeFileSync(frames, `<!DOCTYPE html>${some.map((page) => `<iframe src="${path.basename(folder)}/${page}"></iframe>`).join("")}`);
    await tab.goto(`file://${frames}`, { waitUntil: "load" });
    const shown = tab.mainFrame().childFrames();
    for (const [number, frame] of shown.entries()) {
      if (!frame.url().endsWith(some[number])) found.push(`${some[number]}: went to ${frame.url()}`);
      else for (const one of new Set(await frame.evaluate(active))) found.push(`${some[number]}: ${one}`);
    }
    if (shown.length !== some.length) found.push(`${shown.length} of ${some.length} pages are shown`);
  }
  await driver.close();
  console.log(JSON.stringify(found));
})();
