// serve(SITE): a server of a site's files, with the content security policy that the site's own _headers asks for.
const fs = require("fs"), http = require("http"), path = require("path");
const types = { ".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".js": "text/javascript", ".json": "application/json" };

module.exports = (site) => {
  const policy = /Content-Security-Policy: (.*)/.exec(fs.readFileSync(path.join(site, "_headers"), "utf8"))[1];
  return http.createServer((request, response) => {
    let file = path.join(site, decodeURIComponent(new URL(request.url, "http://a").pathname));
    if (file.endsWith("/")) file += "index.html";
    if (!fs.existsSync(file) || fs.statSync(file).isDirectory()) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": types[path.extname(file)] || "text/plain", "Content-Security-Policy": policy });
    response.end(fs.readFileSync(file));
  });
};
