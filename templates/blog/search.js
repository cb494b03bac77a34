// Looks through search.json, which has, of each post: its address, title, description, tags and authors, words, and day.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  const field = form.querySelector("input");
  const found = document.getElementById("page:found");
  const results = document.getElementById("page:results");
  const MOST = 50;
  let index;

  // Without case, accents and vowel signs, as channels/blog/search.py does it.
  const folded = (text) =>
    text.toLowerCase().replaceAll("\u0640", "").normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC");

  const read = async () => {
    const answer = await fetch(form.dataset.index);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    const { posts } = await answer.json();
    return posts.map(([href, title, description, names, words, date, day]) => ({
      href, title, description, date, day,
      places: [[8, folded(title)], [5, names], [3, folded(description)], [1, words]],
    }));
  };

  // All words must be there; a title counts more than a text, and the start of a word more than its middle.
  const worth = (post, words) => {
    let sum = 0;
    for (const word of words) {
      let best = 0;
      for (const [weight, text] of post.places) {
        if (text.includes(word)) best = Math.max(best, ` ${text}`.includes(` ${word}`) ? 2 * weight : weight);
      }
      if (!best) return 0;
      sum += best;
    }
    return sum;
  };

  const line = (post) => {
    const item = document.createElement("li");
    const head = document.createElement("h2");
    const link = document.createElement("a");
    link.href = post.href;
    link.textContent = post.title;
    head.append(link);
    item.append(head);
    if (post.day) {
      const told = item.appendChild(document.createElement("p"));
      const time = told.appendChild(document.createElement("time"));
      told.className = "meta";
      time.dateTime = post.date;
      time.textContent = post.day;
    }
    item.appendChild(document.createElement("p")).textContent = post.description;
    return item;
  };

  const forms = JSON.parse(found.dataset.posts);
  const kinds = new Intl.PluralRules(document.documentElement.lang);
  const told = (count) => {
    if (!count) return found.dataset.none;
    return (typeof forms === "string" ? forms : forms[kinds.select(count)] || forms.other).replace("{count}", count);
  };

  const search = async () => {
    const asked = field.value.trim();
    const words = folded(asked).match(/[\p{L}\p{N}_]+/gu) || [];
    index ??= read();
    let posts = [];
    try {
      if (words.length) posts = (await index).map((post) => [worth(post, words), post]);
    } catch (error) {
      index = undefined;
      throw error;
    }
    if (asked !== field.value.trim()) return;
    const kept = posts.filter(([sum]) => sum).sort((one, other) => other[0] - one[0]);
    results.replaceChildren(...kept.slice(0, MOST).map(([, post]) => line(post)));
    results.hidden = !kept.length;
    found.textContent = words.length ? told(kept.length) : "";
  };

  // What was asked goes into the address, for those who come back or pass it on; browsers allow that only so often.
  const remember = () => {
    const asked = field.value.trim();
    history.replaceState(null, "", asked ? `?q=${encodeURIComponent(asked)}` : location.pathname);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", search);
  field.addEventListener("change", remember);
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) search();
})();
