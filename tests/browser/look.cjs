// look.cjs BROWSER SITE PAGE...: opens each page of a site, in light and dark, wide and narrow, by the headers that the
// site's own _headers asks for, and prints what is wrong as JSON.
const fs = require("fs");
const serve = require("./serve.cjs");
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [, , browser, site, ...pages] = process.argv;
const server = serve(site);

async function look(driver, origin, page, colorScheme, width) {
  // The policy stands aside for axe alone, in a second look; the first tells what it stops.
  const found = [];
  for (const bypassCSP of [false, true]) {
    const context = await driver.newContext({ colorScheme, bypassCSP, viewport: { width, height: 900 } });
    const tab = await context.newPage();
    tab.on("console", (message) => message.type() === "error" && found.push(`console: ${message.text()}`));
    tab.on("pageerror", (error) => found.push(`error: ${error}`));
    tab.on("request", (request) => request.url().startsWith(origin) || found.push(`request: ${request.url()}`));
    tab.on("response", (response) => response.status() >= 400 && found.push(`${response.status()}: ${response.url()}`));
    await tab.goto(origin + page, { waitUntil: "load" });
    if (bypassCSP) {
      await tab.evaluate(axe);
      const told = await tab.evaluate(() => window.axe.run());
      for (const one of told.violations) found.push(`axe ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" ; ")}`);
    } else {
      if (await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push("wider than the window");
      const shift = await tab.evaluate(() => new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value))).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 50);
      }));
      if (shift > 0.001) found.push(`layout shift: ${shift}`);
    }
    await context.close();
  }
  return [...new Set(found)].map((one) => `${page} ${colorScheme} ${width}: ${one}`);
}

server.listen(0, "127.0.0.1", async () => {
  const origin = `http://127.0.0.1:${server.address().port}/`;
  const driver = await chromium.launch({ executablePath: browser, args: ["--no-sandbox", "--disable-gpu"] });
  const found = [];
  for (const page of pages)
    for (const scheme of ["light", "dark"])
      for (const width of [1280, 320]) found.push(...(await look(driver, origin, page, scheme, width)));
  await driver.close();
  server.close();
  console.log(JSON.stringify(found));
});
