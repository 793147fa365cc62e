/** Style sheets of views that are opened later: fetched with them, from here, and only once. */

const coming = new Set();

/** @param {string} name - of a file in `style/` */
export function sheet(name) {
  const href = new URL(`../style/${name}.css`, import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const arrival = new Promise((arrived) => {
    link.addEventListener("load", arrived);
    link.addEventListener("error", arrived);
  });
  coming.add(arrival);
  arrival.then(() => coming.delete(arrival));
  document.head.append(link);
}

/** When every sheet asked for so far is there, or is known not to come: rows are better plain than missing. */
export const sheetsArrived = () => Promise.all(coming);
