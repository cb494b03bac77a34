// read.mjs FILE...: prints, as JSON, what feedsmith reads in each feed: its format, and each item's id, address, title,
// content and day.
import fs from "node:fs";
import { parseFeed } from "feedsmith";

const told = process.argv.slice(2).map((file) => {
  const { format, feed } = parseFeed(fs.readFileSync(file, "utf8"));
  const items = (format === "atom" ? feed.entries : feed.items) ?? [];
  return {
    format,
    title: feed.title.value ?? feed.title,
    items: items.map((item) => ({
      id: item.guid?.value ?? item.id,
      link: item.link ?? item.url ?? item.links.find((link) => link.rel !== "self").href,
      title: item.title.value ?? item.title,
      content: item.content?.encoded ?? item.content?.value ?? item.content_html ?? item.content,
      day: new Date(item.pubDate ?? item.published ?? item.date_published).toISOString(),
    })),
  };
});
console.log(JSON.stringify(told));
