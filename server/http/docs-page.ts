// What the readable page of the API may do (`client/api-docs`): the same as ours, but that its viewer makes trusted HTML and writes its colours into a
// style element. That is why it is a page of its own: no text of anybody's is ever on it.

/** Of the viewer's colours, light and dark, and of its tables of fields; a browser test reads the page in both. */
const styleHashes = [
  "'sha256-/viOyjiUtEjwxUhv9h316BGCj0WgJdDzLOuK6hFWdhE='",
  "'sha256-FK5RZoZECAcStwHrKpFzCrgd/uSDSkyafu/5+Zf2qM4='",
  "'sha256-JMEz/tL0B0JsRUo8VRpnhr8/UaG1NzZkMWIt1vMJtB0='",
];

export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${styleHashes.join(" ")}`,
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html",
].join("; ");
