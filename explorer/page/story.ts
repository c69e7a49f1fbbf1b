// Two histories told side by side: which lines only one of them has. Labs that do the same on a day share a line, so that
// of two such lines only the names that differ are told apart.
import type { StoryLine } from "../engine.js";

const MOST = 24, MOST_ALIKE = 8; // lines, and of them those of both histories
const WEIGHT: Record<StoryLine["importance"], number> = { mechanism: 4, policy: 5, lab: 3, release: 2, aside: 1 };
const TOGETHER = /^(.+) (opens? (?:its|their) weights|closes? (?:its|their) weights|enters?|gives? up|(?:is|are) released|becomes? known to everybody)$/;
const PLURALS: Record<string, string> = {
  "opens its weights": "open their weights", "closes its weights": "close their weights", enters: "enter", "gives up": "give up",
  "is released": "are released", "becomes known to everybody": "become known to everybody",
};

export interface Told extends StoryLine {
  only: "yours" | "reference" | "";
}

interface Doing {
  line: StoryLine;
  does: string; // as of several
  who: string[]; // one at least
}

/** Who does what: "A, B and C open their weights". A line that is about nobody in particular is kept whole. */
function doingOf(line: StoryLine): Doing {
  const [, names, does] = TOGETHER.exec(line.text) ?? [];
  if (!names || !does) return { line, does: "", who: [line.text] };
  return { line, does: PLURALS[does] ?? does, who: names.split(/, | and /) };
}

function said(does: string, who: readonly string[]): string {
  if (!does) return who.join(", ");
  const one = Object.entries(PLURALS).find(([, several]) => several === does)![0];
  return who.length === 1 ? `${who[0]} ${one}` : `${who.slice(0, -1).join(", ")} and ${who[who.length - 1]} ${does}`;
}

/** What differs first in weight, then what is common; in the order of time. */
export function compare(before: readonly StoryLine[], after: readonly StoryLine[], fork: string): Told[] {
  const groups = (lines: readonly StoryLine[]) => {
    const all = new Map<string, Doing>();
    for (const line of lines) {
      const doing = doingOf(line), key = `${line.date} ${doing.does || line.text}`, same = all.get(key);
      if (same) same.who.push(...doing.who.filter((w) => !same.who.includes(w))); else all.set(key, doing);
    }
    return all;
  };
  const without = groups(before), within = groups(after), all: Told[] = [];
  for (const key of new Set([...within.keys(), ...without.keys()])) {
    const yours = within.get(key)?.who ?? [], reference = without.get(key)?.who ?? [], { line, does } = (within.get(key) ?? without.get(key))!;
    const parts = { yours: yours.filter((w) => !reference.includes(w)), reference: reference.filter((w) => !yours.includes(w)), "": yours.filter((w) => reference.includes(w)) };
    for (const only of ["yours", "reference", ""] as const) if (parts[only].length) all.push({ ...line, text: said(does, parts[only]), only });
  }
  const weight = (t: Told) => WEIGHT[t.importance] + (t.only ? 10 : 0);
  const since = all.filter((t) => t.date >= fork).sort((a, b) => weight(b) - weight(a));
  const alike = since.filter((t) => !t.only).slice(0, MOST_ALIKE);
  return [...since.filter((t) => t.only), ...alike].slice(0, MOST).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
