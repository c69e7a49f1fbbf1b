// Elements in one call.
type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | boolean | ((event: Event) => void) | null | undefined>;

/** element("button", { class: "small", onclick: f }, "Open"); false, null and undefined leave an attribute out. */
export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  set(made, attributes);
  for (const child of children) if (child != null) made.append(child);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function drawing<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  set(made, attributes);
  for (const child of children) if (child != null) made.append(child);
  return made;
}

function set(made: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, String(value));
  }
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found as T;
}

const made = new WeakMap<Element, string>();

/** Fills an element when what it says has changed: drawings many times a second would leave much for the browser to collect. */
export function fill(into: Element, says: string, content: () => readonly Child[]): void {
  if (made.get(into) === says) return;
  made.set(into, says);
  into.replaceChildren(...content().filter((c) => c != null));
}

export function options(select: HTMLSelectElement, entries: readonly (readonly [string, string])[], chosen: string): void {
  fill(select, JSON.stringify(entries), () => entries.map(([value, label]) => element("option", { value }, label)));
  select.value = chosen;
}
