// search.cjs BROWSER SITE PAGE QUERY...: types each query (after the page it is typed on), and prints what came, as JSON.
const serve = require("./serve.cjs");
const { chromium } = require("playwright-core");
const [, , browser, site, ...asked] = process.argv;
const server = serve(site);

server.listen(0, "127.0.0.1", async () => {
  const origin = `http://127.0.0.1:${server.address().port}/`;
  const driver = await chromium.launch({ executablePath: browser, args: ["--no-sandbox", "--disable-gpu"] });
  const told = [];
  for (let at = 0; at < asked.length; at += 2) {
    for (const javaScriptEnabled of [true, false]) {
      const context = await driver.newContext({ javaScriptEnabled, viewport: { width: 320, height: 800 } });
      const tab = await context.newPage();
      const faults = [];
      tab.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      tab.on("pageerror", (error) => faults.push(`${error}`));
      tab.on("request", (request) => request.url().startsWith(origin) || faults.push(request.url()));
      await tab.goto(origin + asked[at], { waitUntil: "load" });
      if (!javaScriptEnabled) {
        told.push({ shown: await tab.isVisible("form.search"), links: await tab.locator(".elsewhere a").count(), faults });
      } else {
        await tab.fill("input", asked[at + 1]);
        await tab.waitForFunction(() => document.getElementById("page:found").textContent);
        const found = await tab.textContent("#page\\:found");
        const hrefs = await tab.locator("#page\\:results a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
        told.push({ found, hrefs, faults });
      }
      await context.close();
    }
  }
  await driver.close();
  server.close();
  console.log(JSON.stringify(told));
});
