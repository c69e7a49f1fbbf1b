// What a chart has at a date: beside the pointer, under a finger, or by the keys of a slider that lies on the axis of time.
import type uPlot from "uplot";
import { element, fill } from "./dom.js";
import { text } from "./strings.js";

const GAP = 10; // pixels between the line at the date and what is said of it

/** What there is at a date: a heading, and a line for each thing that is drawn there. */
export interface Reading {
  date: string;
  lines: string[];
}

export class Readout {
  /** Takes the focus of the keyboard and of screen readers; pointers go through it to the chart. */
  readonly slider = element("input", { type: "range", class: "time", step: 1, oninput: () => this.go(Number(this.slider.value)), onfocus: () => this.go(Number(this.slider.value)), onblur: () => this.go(null) });
  private readonly box = element("div", { class: "readout", "aria-hidden": "true" });
  private plots: uPlot[] = [];
  private at: number | null = null; // among the dates

  constructor(private readonly read: (at: number) => Reading) {}

  /** What a plot needs to be read. */
  options(): { cursor: uPlot.Cursor; hooks: uPlot.Hooks.Arrays } {
    return {
      cursor: { x: true, y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
      hooks: { setCursor: [(u) => this.hear(u)], ready: [touchable, (u) => this.lay(u)] },
    };
  }

  /** Another drawing of the chart: its plots, one above the other with the same dates, and the dates that they show. */
  attach(plots: uPlot[], first: number, last: number, start: number): void {
    this.plots = plots;
    this.at = null;
    const { slider } = this;
    slider.min = String(first);
    slider.max = String(last);
    slider.value = String(start);
  }

  /** The slider lies on the axis of the first plot, once that has its size. */
  private lay(u: uPlot): void {
    if (u !== this.plots[0]) return;
    this.slider.style.left = `${u.over.offsetLeft}px`;
    this.slider.style.width = `${u.over.offsetWidth}px`;
  }

  /** After other values have come. What nobody points at is said of the last of them only. */
  refresh(name: string, isLast: boolean): void {
    this.slider.setAttribute("aria-label", text.readAtDate(name));
    if (isLast || this.at !== null) this.say(this.at ?? Number(this.slider.value));
  }

  /** To a date by the keys, or away. */
  private go(at: number | null): void {
    const [plot] = this.plots;
    if (plot) plot.setCursor(at === null ? AWAY : { left: plot.valToPos(plot.data[0][at]!, "x"), top: 0 });
  }

  /** A pointer or `go` has moved the cursor of a plot; that of the other plots follows. */
  private hear(u: uPlot): void {
    const { left = -1, idx } = u.cursor;
    if (!this.plots.includes(u)) return; // while it is made
    this.at = left >= 0 && idx != null ? idx : null;
    const to = this.at === null ? AWAY : { left, top: 0 };
    for (const plot of this.plots) if (plot !== u) plot.setCursor(to, false);
    if (this.at === null) return this.box.remove();
    this.slider.value = String(this.at);
    this.say(this.at);
    if (this.box.parentElement !== u.over) u.over.append(this.box);
    this.place(u, this.at);
  }

  /** Beside the date, away from the lines at it; on a phone it may have to lie on the date itself. */
  private place(u: uPlot, at: number): void {
    const { box } = this, width = u.over.offsetWidth, height = u.over.offsetHeight, x = u.valToPos(u.data[0][at]!, "x");
    const drawn = u.data.slice(1).flatMap((values) => (values[at] == null ? [] : [u.valToPos(values[at], "y")]));
    const isHigh = drawn.reduce((sum, y) => sum + y, 0) < (drawn.length * height) / 2;
    box.style.left = `${x > width / 2 ? Math.max(0, x - GAP - box.offsetWidth) : Math.min(x + GAP, width - box.offsetWidth)}px`;
    box.style.top = `${isHigh ? Math.max(0, height - box.offsetHeight) : 0}px`;
  }

  private say(at: number): void {
    const { date, lines } = this.read(at);
    this.slider.setAttribute("aria-valuetext", [date, ...lines].join("; "));
    if (this.at === null) return;
    fill(this.box, [date, ...lines].join("|"), () => [element("strong", {}, date), ...lines.map((l) => element("div", {}, l))]);
  }
}

const AWAY = { left: -10, top: -10 };

/** uPlot hears mice; a finger that moves sideways over a plot is followed, too, and up and down still scrolls the page. */
function touchable(u: uPlot): void {
  const follow = (event: PointerEvent) => {
    if (event.pointerType === "mouse") return;
    const { left, top } = u.over.getBoundingClientRect();
    u.setCursor({ left: event.clientX - left, top: event.clientY - top });
  };
  u.over.style.touchAction = "pan-y";
  u.over.addEventListener("pointerdown", follow);
  u.over.addEventListener("pointermove", follow);
}
