// The charts as a picture that stands for itself: caption, and of each chart its sentence, legend and plots.
import type { Chart, Key } from "./charts.js";
import { colours, type Palette } from "./palette.js";

const FONT = 13, ROW = 18, SWATCH = 18; // pixels of the page

/** Of a legend: colour and dashes as in the charts. */
function swatch(ink: CanvasRenderingContext2D, kind: Key["kind"], x: number, y: number, ratio: number, p: Palette): void {
  const looks: Record<Key["kind"], [colour: string, dash: number[]]> = {
    reference: [p.reference, []], yours: [p.yours, []], "own-reference": [p.reference, [4, 3]], "own-yours": [p.other, [7, 3]], published: [p.ink, []], fork: [p.ink, [2, 3]],
  };
  const [colour, dash] = looks[kind];
  ink.save();
  ink.strokeStyle = ink.fillStyle = colour;
  ink.lineWidth = 3 * ratio;
  ink.setLineDash(dash.map((d) => d * ratio));
  ink.beginPath();
  if (kind === "published") {
    ink.arc(x + (SWATCH * ratio) / 2, y, 3.5 * ratio, 0, 2 * Math.PI);
    ink.fill();
  } else {
    ink.moveTo(x, y);
    ink.lineTo(x + SWATCH * ratio, y);
    ink.stroke();
  }
  ink.restore();
}

/** What is drawn one below the other, in a column that begins at `x`. */
class Column {
  constructor(private readonly ink: CanvasRenderingContext2D, private readonly palette: Palette, private readonly x: number, private readonly width: number, public y: number) {}

  write(line: string, bold: boolean): void {
    const ratio = devicePixelRatio;
    this.ink.font = `${bold ? "600 " : ""}${FONT * ratio}px system-ui, sans-serif`;
    for (const part of wrap(this.ink, line, this.width)) {
      this.ink.fillText(part, this.x, this.y);
      this.y += ROW * ratio;
    }
  }

  legend(keys: readonly Key[]): void {
    const ratio = devicePixelRatio, text = (SWATCH + 6) * ratio;
    for (const key of keys) {
      swatch(this.ink, key.kind, this.x, this.y - (FONT / 3) * ratio, ratio, this.palette);
      const label = new Column(this.ink, this.palette, this.x + text, this.width - text, this.y);
      label.write(key.label, false);
      this.y = label.y;
    }
  }

  chart(chart: Chart): void {
    const { plots, titles, keys } = chart.picture;
    this.write(chart.heading, true);
    this.write(chart.statement, false);
    this.legend(keys);
    plots.forEach((plot, i) => {
      this.y += ROW * devicePixelRatio;
      this.write(titles[i] ?? "", true);
      this.ink.drawImage(plot, this.x, this.y - (ROW / 2) * devicePixelRatio);
      this.y += plot.height;
    });
  }
}

/** The caption over the whole width, the charts below it in two columns if there are several. */
export async function picture(charts: readonly Chart[], caption: readonly string[]): Promise<Blob> {
  charts.forEach((chart) => chart.catchUp());
  await Promise.resolve(); // plots draw at the end of what asked them
  const palette = colours(), gap = 22 * devicePixelRatio, columns = Math.min(2, charts.length);
  const wide = Math.max(...charts.flatMap((c) => c.picture.plots.map((plot) => plot.width)));
  const canvas = document.createElement("canvas"), ink = canvas.getContext("2d")!;
  const compose = (): number => {
    const head = new Column(ink, palette, gap, columns * (wide + gap) - gap, gap * 1.5);
    caption.forEach((line, i) => head.write(line, i === 0));
    let bottom = head.y;
    for (let first = 0; first < charts.length; first += columns) {
      const row = charts.slice(first, first + columns).map((chart, i) => {
        const column = new Column(ink, palette, gap + i * (wide + gap), wide, bottom + gap);
        column.chart(chart);
        return column.y;
      });
      bottom = Math.max(...row);
    }
    return bottom + gap;
  };
  canvas.width = columns * (wide + gap) + gap;
  canvas.height = Math.ceil(compose());
  ink.fillStyle = palette.paper;
  ink.fillRect(0, 0, canvas.width, canvas.height);
  ink.fillStyle = palette.ink;
  compose();
  return new Promise((resolve, reject) => canvas.toBlob((b) => (b ? resolve(b) : reject(new Error("no picture"))), "image/png"));
}

function wrap(ink: CanvasRenderingContext2D, line: string, width: number): string[] {
  const lines: string[] = [];
  let now = "";
  for (const word of line.split(" ")) {
    if (now && ink.measureText(`${now} ${word}`).width > width) { lines.push(now); now = word; } else now = now ? `${now} ${word}` : word;
  }
  return [...lines, now];
}
