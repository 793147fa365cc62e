/** Style sheets of views that are opened later: fetched with them, from here, and only once. */

/** @param {string} name - of a file in `style/` */
export function sheet(name) {
  const href = new URL(`../style/${name}.css`, import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
}
