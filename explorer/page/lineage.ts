// Who builds on whom in one history: the bases with the most derivatives, what falls with each alone, and the tree of one.
import type { Shown } from "./charts.js";
import { drawing, element } from "./dom.js";
import { sentence } from "./levers.js";
import { number } from "./numbers.js";
import type { NamedLineage as Lineage } from "./protocol.js";
import { text } from "./strings.js";
import type { Workers } from "./workers.js";

const NONE = 4294967295;
const BASES = 12, MOST_NODES = 600;
const ROW = 7, LEFT = 8, WIDTH = 700, TOP = 22;

export class LineageView {
  private readonly drawn = element("div");
  private shown: Shown | null = null;

  constructor(root: HTMLElement, private readonly workers: Workers, private readonly failed: (e: unknown) => void) {
    root.replaceChildren(element("h2", {}, text.lineage), element("p", { class: "note" }, `${text.lineageHelp} ${text.lineageLimit}`),
      element("button", { type: "button", onclick: () => void this.draw() }, text.lineageButton), this.drawn);
  }

  update(shown: Shown, moved: boolean): void {
    this.shown = shown;
    if (!moved) return;
    this.workers.cancel("lineage");
    this.drawn.replaceChildren();
  }

  private async draw(): Promise<void> {
    const config = this.shown?.ensemble.config;
    if (!config) return;
    this.workers.cancel("lineage");
    this.drawn.replaceChildren(element("p", { class: "note" }, text.telling));
    try {
      this.show(await this.workers.ask("lineage", config, { kind: "lineage", world: 0, member: 0, policy: 1 }, 0));
    } catch (error) {
      this.drawn.replaceChildren();
      this.failed(error);
    }
  }

  private show(lineage: Lineage): void {
    const bases = [...lineage.parent.keys()].filter((r) => lineage.parent[r] === NONE && lineage.derivatives[r]! > 0)
      .sort((a, b) => lineage.derivatives[b]! - lineage.derivatives[a]!).slice(0, BASES);
    if (!bases.length) return this.drawn.replaceChildren(element("p", {}, text.noLineage));
    const tree = element("div"), most = lineage.derivatives[bases[0]!]!;
    const real = (count: number) => number(count / lineage.scale, 0);
    const rows = bases.map((r) => element("tr", {},
      element("th", { scope: "row" }, element("button", { type: "button", class: "small", onclick: () => tree.replaceChildren(...treeOf(lineage, r)) }, name(lineage, r))),
      element("td", { class: "left" }, labOf(lineage, r)), element("td", {}, day(lineage.born[r]!)),
      element("td", {}, real(lineage.derivatives[r]!)), element("td", {}, real(lineage.alone[r]!)),
      element("td", { "aria-hidden": "true" }, bar(lineage.derivatives[r]! / most, lineage.alone[r]! / most))));
    tree.append(...treeOf(lineage, bases[0]!));
    const heads = [text.base, text.lab, text.bornIn, text.derivatives, text.alone, ""];
    this.drawn.replaceChildren(element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": text.lineage }, element("table", {},
      element("thead", {}, element("tr", {}, ...heads.map((h) => (h ? element("th", { scope: "col" }, h) : element("td"))))), element("tbody", {}, ...rows))), tree);
  }
}

/** A lab as events call it; one without a name by its code in words. */
const labName = (lineage: Lineage, code: string): string => sentence(text.newcomers(lineage.labs[code] ?? code));
const labOf = (lineage: Lineage, row: number): string => labName(lineage, lineage.words.lab[lineage.lab[row]!] ?? "");

/** A base by its published name, or by its lab's name and a number: "Huawei release 14, 72B". */
function name(lineage: Lineage, row: number): string {
  const said = lineage.words.release[lineage.release[row]!] ?? "", code = lineage.words.lab[lineage.lab[row]!] ?? "";
  return (said.startsWith(`${code} `) ? labName(lineage, code) + said.slice(code.length) : text.newcomers(said)).replaceAll("_", " ");
}

const day = (days: number) => new Date(days * 86400000).toISOString().slice(0, 7);

function bar(all: number, alone: number): SVGSVGElement {
  return drawing("svg", { width: 120, height: 14 }, drawing("rect", { class: "part", width: 120 * all, height: 14 }), drawing("rect", { class: "alone", width: 120 * alone, height: 14 }));
}

/** Rows of a tree in the order in which a walk meets them, and which of them fall with the base: all their parents do. */
function descend(lineage: Lineage, base: number): { order: number[]; falls: Set<number> } {
  const children = new Map<number, number[]>(), further = new Map<number, number[]>(), inTree = new Set([base]), falls = new Set([base]);
  lineage.merge.forEach((m, i) => further.set(m, [...(further.get(m) ?? []), lineage.further_parent[i]!]));
  for (let row = base + 1; row < lineage.rows; row++) {
    const parent = lineage.parent[row]!, parents = [parent, ...(further.get(row) ?? [])];
    const above = parents.find((p) => inTree.has(p));
    if (parent === NONE || above === undefined) continue;
    inTree.add(row);
    children.set(above, [...(children.get(above) ?? []), row]);
    if (parents.every((p) => falls.has(p))) falls.add(row);
  }
  const order: number[] = [], open = [base];
  while (open.length) {
    const row = open.pop()!;
    order.push(row);
    open.push(...(children.get(row) ?? []).reverse());
  }
  return { order, falls };
}

function treeOf(lineage: Lineage, base: number): Element[] {
  const { order, falls } = descend(lineage, base), kept = order.slice(0, MOST_NODES), place = new Map(kept.map((row, i) => [row, i]));
  const from = lineage.born[base]!, to = Math.max(from + 365, ...kept.map((r) => lineage.born[r]!));
  const x = (row: number) => LEFT + ((WIDTH - 2 * LEFT) * (lineage.born[row]! - from)) / (to - from), y = (row: number) => TOP + ROW * place.get(row)!;
  const links = kept.slice(1).filter((r) => place.has(lineage.parent[r]!)).map((r) => {
    const p = lineage.parent[r]!;
    return drawing("path", { class: "link", d: `M${x(p).toFixed(1)} ${y(p)}V${y(r)}H${x(r).toFixed(1)}` });
  });
  const nodes = kept.map((r) => drawing("circle", { class: falls.has(r) ? "alone" : "part", cx: x(r).toFixed(1), cy: y(r), r: r === base ? 4 : 2.6 },
    drawing("title", {}, `${(lineage.words.kind[lineage.kind[r]!] ?? "").replaceAll("_", "-")}, ${day(lineage.born[r]!)}`)));
  const years: SVGElement[] = [];
  for (let year = new Date(from * 86400000).getUTCFullYear() + 1; Date.UTC(year, 0) / 86400000 < to; year++) {
    const at = LEFT + ((WIDTH - 2 * LEFT) * (Date.UTC(year, 0) / 86400000 - from)) / (to - from);
    years.push(drawing("line", { class: "year", x1: at, x2: at, y1: TOP - 6, y2: TOP + ROW * kept.length }), drawing("text", { x: at + 2, y: 12 }, String(year)));
  }
  const alt = text.treeAlt(name(lineage, base), order.length - 1, [...falls].length - 1);
  return [element("h3", {}, text.tree(name(lineage, base))), element("p", { class: "note" }, `${alt} ${kept.length < order.length ? text.treeCut(MOST_NODES) : ""}`),
    element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": text.tree(name(lineage, base)) },
      drawing("svg", { class: "tree", role: "img", "aria-label": alt, width: WIDTH, height: TOP + ROW * kept.length + 8 }, ...years, ...links, ...nodes))];
}
