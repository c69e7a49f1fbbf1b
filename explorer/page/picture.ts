// The charts as a picture that stands for itself: caption, and of each chart its sentence, legend and plots.
import type { Chart, Key } from "./charts.js";
import { colours, type Palette } from "./palette.js";

const FONT = 13, ROW = 18, SWATCH = 18; // pixels of the page

/** Of a legend: colour and dashes as in the charts. */
function swatch(ink: CanvasRenderingContext2D, kind: Key["kind"], x: number, y: number, ratio: number, p: Palette): void {
  const looks: Record<Key["kind"], [colour: string, dash: number[]]> = {
    reference: [p.reference, []], yours: [p.yours, []], "own-reference": [p.reference, [4, 3]], "own-yours": [p.other, [7, 3]], published: [p.ink, []],
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

export async function picture(charts: readonly Chart[], caption: readonly string[]): Promise<Blob> {
  const palette = colours(), ratio = devicePixelRatio, gap = 22 * ratio, all = charts.map((c) => ({ heading: c.heading, statement: c.statement, ...c.picture }));
  const width = Math.max(...all.flatMap((c) => c.plots.map((k) => k.width))) + 2 * gap;
  const canvas = document.createElement("canvas"), ink = canvas.getContext("2d")!;
  const write = (line: string, y: number, bold: boolean) => {
    ink.font = `${bold ? "600 " : ""}${FONT * ratio}px system-ui, sans-serif`;
    return wrap(ink, line, width - 2 * gap).reduce((at, part) => { ink.fillText(part, gap, at); return at + ROW * ratio; }, y);
  };
  const legend = (keys: readonly Key[], y: number) => keys.reduce((at, key) => {
    swatch(ink, key.kind, gap, at - (FONT / 3) * ratio, ratio, palette);
    ink.font = `${FONT * ratio}px system-ui, sans-serif`;
    ink.fillText(key.label, gap + (SWATCH + 6) * ratio, at);
    return at + ROW * ratio;
  }, y);
  const compose = () => {
    let y = gap * 1.5;
    caption.forEach((line, i) => { y = write(line, y, i === 0); });
    for (const chart of all) {
      y = legend(chart.keys, write(chart.statement, write(chart.heading, y + gap, true), false));
      chart.plots.forEach((plot, i) => {
        if (i > 0) y = write(chart.effectTitle, y + ROW * ratio, true) - 0.5 * ROW * ratio;
        ink.drawImage(plot, gap, y);
        y += plot.height;
      });
    }
    return y + gap;
  };
  canvas.width = width;
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
