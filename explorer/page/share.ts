// Keep and share: the address, a scenario file, a picture, the numbers; and a scenario file that somebody opens.
import type { Problem } from "../engine.js";
import type { Chart } from "./charts.js";
import { element } from "./dom.js";
import { picture } from "./picture.js";
import { text } from "./strings.js";

export interface Sharing {
  name(): string; // of files
  address(): string;
  toml(): Promise<string>;
  charts(): Chart[];
  caption(): string[]; // lines of the picture
  stated(): string[]; // of every row of the numbers: text.stateColumns
  open(name: string, text: string): Promise<readonly Problem[]>; // what is wrong with it
  failed(error: unknown): void;
}

export function sharing(root: HTMLElement, s: Sharing): void {
  const said = element("p", { role: "status", class: "note" }), wrong = element("div", { role: "alert" });
  const button = (label: string, act: () => Promise<void> | void) => element("button", { type: "button", onclick: async () => {
    try { await act(); } catch (error) { s.failed(error); }
  } }, label);
  const file = element("input", { type: "file", accept: ".toml", class: "hidden", id: "file", onchange: async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    said.textContent = text.opening(chosen.name);
    wrong.replaceChildren();
    const problems = await s.open(chosen.name, await chosen.text());
    said.textContent = problems.length ? "" : text.openedFile(chosen.name);
    wrong.replaceChildren(...(problems.length ? [element("p", {}, text.refused(chosen.name)), element("ul", { class: "problems" }, ...problems.map((p) => element("li", {}, problemText(p))))] : []));
    file.value = "";
  } });
  root.replaceChildren(element("h2", {}, text.share), element("div", { class: "row" },
    button(text.copy, async () => {
      await navigator.clipboard.writeText(s.address()).catch(() => undefined);
      said.textContent = text.copied;
    }),
    button(text.scenario, async () => {
      save(`${s.name()}.toml`, new Blob([await s.toml()], { type: "application/toml" }));
      said.textContent = text.runIt(`${s.name()}.toml`);
    }),
    button(text.picture, async () => save(`${s.name()}.png`, await picture(s.charts(), s.caption()))),
    button(text.numbers, () => save(`${s.name()}.csv`, new Blob([csv(s.charts(), s.stated())], { type: "text/csv" }))),
    element("label", { class: "file", for: "file" }, text.open, file)), said, wrong);
}

/** As the program prints it, but for the name of the file: line, key, what is wrong, what would be right. */
function problemText(p: Problem): string {
  const place = p.line ? `${text.line(p.line)}: ` : "", key = p.key ? `${p.key}: ` : "";
  const hint = [p.allowed && text.allowedHint(p.allowed), p.suggestion && text.meant(p.suggestion)].filter(Boolean).join("; ");
  return `${place}${key}${p.message}${hint ? ` (${hint})` : ""}`;
}

function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** A row for each measure and date. What policy and reference are stands in every row, since readers of such files skip no lines. */
function csv(charts: readonly Chart[], stated: readonly string[]): string {
  const head = [text.measure, ...text.columns("", ""), ...text.fileColumns, ...text.stateColumns];
  const quote = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = [head, ...charts.flatMap((c) => c.fileRows.map((row) => [...row, ...stated]))];
  return lines.map((r) => r.map(quote).join(",")).join("\n") + "\n";
}
