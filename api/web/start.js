/** Where the page begins. */

import { render } from "./vendor/lit-html/lit-html.js";
import { Desk } from "./desk.js";
import { followLog } from "./live.js";
import { keepingFocus } from "./views/focus.js";
import { pageView } from "./views/page.js";

const root = document.getElementById("page");
root.replaceChildren();
const desk = new Desk((it) => keepingFocus(() => render(pageView(it), root)));
document.addEventListener("click", (event) => desk.follow(event));
followLog(desk);
desk.redraw();
