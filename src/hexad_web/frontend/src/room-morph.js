/** Swaps the stage in place: what is on both sides stays the same node, so that focus, caret and text survive. */

const KEPT_ATTRIBUTES = new Set(["open"]); // the reader's, not the server's

function matches(old, fresh) {
  return old && old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && (old.id ?? "") === (fresh.id ?? "");
}

function copyAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !KEPT_ATTRIBUTES.has(name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (!KEPT_ATTRIBUTES.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

/** Forms of a pad that the server does not know yet, or that hold words, stay whatever the server says. */
function isHeld(node) {
  if (!node.matches?.("[data-room-pad]")) return false;
  const words = node.querySelector("textarea").value.trim();
  return Boolean(words) && !(node.hasAttribute("data-sent") && node.closest("[data-revealed]"));
}

function morphPads(old, fresh) {
  copyAttributes(old, fresh);
  const [was, is] = [old, fresh].map((one) => one.querySelector(":scope > .audience"));
  morphElement(was, is); // who reads it is another thing after the reveal
  for (const form of [...old.querySelectorAll(":scope > [data-room-pad]")]) {
    const twin = fresh.querySelector(`#${CSS.escape(form.id)}`);
    if (twin) {
      if (twin.hasAttribute("data-sent")) form.setAttribute("data-sent", "");
      form.querySelector("button").replaceWith(twin.querySelector("button"));
      twin.replaceWith(form.cloneNode(false));
    } else if (!isHeld(form) && !form.contains(document.activeElement)) form.remove();
  }
  const left = old.querySelector("[data-room-pad]");
  for (const form of fresh.querySelectorAll(":scope > [data-room-pad]")) {
    if (document.getElementById(form.id)) continue;
    if (!form.hasAttribute("data-blank") || !left) old.append(document.importNode(form, true));
  }
}

function morphElement(old, fresh) {
  if (old.hasAttribute("data-room-keep") || old.nodeName === "TEXTAREA") return;
  if (old.hasAttribute("data-room-pads")) return morphPads(old, fresh);
  copyAttributes(old, fresh);
  morphChildren(old, fresh);
}

function morphChildren(old, fresh) {
  let here = old.firstChild;
  for (const want of [...fresh.childNodes]) {
    const found = want.id ? [...old.children].find((one) => matches(one, want)) : null;
    if (found && found !== here) {
      while (here && here !== found) {
        const gone = here;
        here = here.nextSibling;
        gone.remove();
      }
    }
    if (matches(here, want)) {
      const next = here.nextSibling;
      if (here.nodeType === Node.ELEMENT_NODE) morphElement(here, want);
      else if (here.data !== want.data) here.data = want.data;
      here = next;
    } else old.insertBefore(document.importNode(want, true), here);
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

export function morph(target, html) {
  const fresh = new DOMParser().parseFromString(`<div>${html}</div>`, "text/html").body.firstChild;
  morphChildren(target, fresh);
}
