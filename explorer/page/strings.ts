// Every text that the page itself says, in one place for translators. Cards, titles and problems come from the engine.
import type { About } from "../engine.js";

/** Labels of the model's coordinates as readers say them, where the engine has no other name. */
export const labels: Record<string, string> = {
  US: "the US", CN: "China", EU: "the EU", UK: "the UK", world: "the world", other: "other countries", unknown: "unknown",
  "cn-us": "China behind the US", "open-closed": "open behind closed", "us_open-cn_open": "US open behind Chinese open",
  "cn_open-closed": "Chinese open behind closed", closed_api: "closed API", hosted_open_weights: "hosted open weights",
  self_hosted_open_weights: "self-hosted open weights", all: "all ages", under_a_year: "models under a year old",
  api_only: "API only", fine_tune: "fine-tune",
};

export const text = {
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  points: "points",
  billion: "billion",
  together: "all together",

  // The head of the page
  loading: "Starting the model…",
  promise: (version: string, vintage: string) =>
    `Conditional projections, not forecasts · nothing known after ${vintage} is in it · Weightshed ${version}, simulated here in your browser; nothing is sent`,
  question: "Question",
  startFrom: "Start from",
  until: "Until",
  readAt: "Read effects in",
  fineness: "Detail",
  fast: "fast (1 in 1,000 models simulated)",
  fine: "finer (1 in 100; slower)",
  histories: "Histories",
  historiesOf: (pairs: number) => `${pairs} pairs`,
  opened: (name: string) => `Your file: ${name}`,
  opening: (name: string) => `Reading ${name}…`,
  openedFile: (name: string) => `${name} is what the page shows now.`,
  progress: (pairs: number, target: number) => `${pairs} of ${target} pairs of histories`,
  finished: (pairs: number, seconds: string) => `${pairs} pairs of histories, in ${seconds} s`,
  fromGrid: "First answer from a table computed beforehand; the model is running.",
  band: "A pair is two histories with the same assumptions and the same luck, with and without your policy. The band holds the middle 80% of pairs: it contains chance and the assumptions that this study varies, not what the model leaves out.",

  // Controls
  yourPolicy: "Your policy",
  policyHelp: (name: string) => `Compared with “${name}”.`,
  noLevers: "No lever is set: your policy is the reference.",
  from: "From",
  addLever: "Add a lever…",
  lever: "Lever",
  more: "End, speed, places…",
  endsOn: "Ends on",
  stays: "empty: it stays",
  setsIn: "Sets in over",
  atOnce: "no time: at once",
  aimedAt: "Aimed at",
  every: "all",
  holdsIn: "Holds in (none ticked: everywhere)",
  inSectors: "In these sectors (none ticked: in all)",
  alsoStates: "The scenario also states:",
  remove: "Remove",
  reset: "Reset",
  resetAll: "Back to the study",
  assumptions: "Contested assumptions",
  assumptionsHelp: "Nobody knows these. The study lets them vary over its worlds; a slider you move is fixed in all of them.",
  unmoved: "varies",
  varies: (low: string, high: string) => `varies from ${low} to ${high} in this study`,
  fixed: (value: string) => `${value} in this study`,
  outside: (usual: string) =>
    `The usual value, ${usual}, is not among them: these worlds are the sets of assumptions that fit the past best, and they agree that it lies elsewhere`,
  addAssumption: "Another assumption…",
  assumption: "Assumption",
  waits: "Waits for its condition: ",
  about: (what: string) => `About: ${what}`,

  // Cards
  close: "Close",
  unit: "Unit",
  allowed: "Allowed",
  to: (low: string, high: string) => `${low} to ${high}`,
  usual: "Usual value",
  source: "Source",
  confidence: "Confidence",
  standing: "Standing",
  moves: "Moves",
  how: "How it works",
  unseen: (what: string) => `The model puts no price on ${what}.`,
  noUnit: "none: a share or a factor",
  figure: (what: string) => `the published figure “${what}”`,
  key: "Name in a scenario",
  confidenceOfLever: "The rule is as you set it; how a rule becomes a number is judgement.",

  // Charts
  roughly: (amount: string) => `about ${amount}`,
  firstAnswer: "(computed beforehand; histories are coming)",
  waiting: "Waiting for the first pair of histories…",
  by: (month: string) => `By ${month}: `,
  tooFew: "too few pairs to say how sure",
  noEffect: "no effect to speak of",
  pairs: (n: number) => `(${n} ${n === 1 ? "pair" : "pairs"}).`,
  range: (low: string, high: string) => `(80% of pairs: ${low} to ${high});`,
  sure: (words: string, unclear: boolean, share: number, pairs: number) => {
    const part = share >= 1 ? `all ${pairs} pairs` : `${Math.floor(100 * share + 1e-9)} in 100 pairs`;
    return `${words} (${part}${unclear ? " go one way; the others go the other way or do not move" : ""})`;
  },
  effectOn: (unit: string) => `Effect of your policy${unit ? `, ${unit}` : ""}`,
  effectAlt: (name: string) => `Effect over time on: ${name}.`,
  ownAssumptions: (name: string) => `${name}, the study's assumptions`,
  published: "published figures",
  asTable: "As a table",
  tableOf: (name: string) => `Table of ${name}`,
  columns: (unit: string, difference: string) => ["date", ...["reference", "your policy"].flatMap((p) =>
    [`${p}: median${unit && `, ${unit}`}`, `${p}: 10%`, `${p}: 90%`]), `effect: mean${difference && `, ${difference}`}`, "effect: 10%", "effect: 90%", "share of pairs with this sign", "pairs"],
  addChart: "Another measure…",
  measure: "Measure",
  scaleOfWords: ({ certainty }: About) => certainty.slice(0, -1).map(({ words, pairs, worlds }, i) => {
    const often = `${i === 0 ? "at least " : ""}${Math.round(100 * pairs)}${i === 0 ? " of 100 pairs" : ""}`;
    const where = worlds === 1 ? ", in every world" : worlds > 0 ? `, in ${Math.round(10 * worlds)} worlds of ten` : "";
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${often}${where}.`;
  }).join(" ") + " A world is a set of assumptions. These are shares of simulations, not odds in the world.",

  // Four lines
  whoMoved: "Who moved it: policy or assumption?",
  policyAlone: "Your policy, under the study's assumptions",
  assumptionAlone: "Your assumptions, without the policy",
  bothTogether: "Both together",
  interaction: "Of this, what the two do to each other",
  interactionHelp: "Both together differ from the sum of the two where the policy works differently under your assumptions: the last row is that difference.",
  contribution: "contribution",
  levelAt: (month: string) => `level in ${month}`,
  start: "Reference, under the study's assumptions",

  // Why, reversal, lineage
  why: "Why",
  whyHelp: "One pair of histories, the one whose effect is nearest to the mean. Events that are in only one of the two come from the policy.",
  whyButton: "Tell the story of one pair",
  onlyYours: "only with your policy",
  onlyReference: "only without it",
  inBoth: "in both",
  telling: "One moment…",
  pairTold: (pair: number, of: number, world: number, luck: number) => `Pair ${pair} of ${of}: set of assumptions ${world}, draw of luck ${luck}.`,
  newcomers: (said: string) => said.replace(/\b(us|cn|other)_entrant_(\d+)/g, (_, where: string, n: string) => `${{ us: "New US lab", cn: "New Chinese lab", other: "New lab elsewhere" }[where]} ${n}`),
  withIt: (month: string) => `With your policy, by ${month}`,
  withoutIt: (month: string) => `Without it, by ${month}`,
  first: "The first release that your policy changes",
  reached: (who: string, best: string, on: string, whom: string, first: string, then: string, months: number) =>
    `The best model of ${who} is ${best}, of ${on}. One as capable came from ${whom} with ${first}, in ${then}: ${months} ${months === 1 ? "month" : "months"} earlier.`,
  aheadOf: (who: string, best: string, on: string, whom: string, last: string) => `The best model of ${who}, ${best}, of ${on}, is ahead of the best of ${whom}, ${last}.`,
  bestWeaker: (percent: number, weaker: boolean) => `It has ${percent}% ${weaker ? "less" : "more"} effective computing power behind it than the best one without your policy.`,
  firstWeaker: (what: string, on: string, percent: number, weaker: boolean) => `${what}, in ${on}: ${percent}% ${weaker ? "less" : "more"} effective computing power stands behind it.`,
  firstLater: (what: string, on: string, weeks: number, later: boolean) => `${what}, in ${on}: ${weeks} weeks ${later ? "later" : "earlier"}.`,
  oneReading: "This is one reading of one pair. The lag in the chart is the mean over all levels of capability that were reached in the last three years.",
  nothingDiffers: "The two histories have the same events.",
  reverse: "What would reverse it?",
  reverseHelp: "Searches the range of one assumption for the value at which the sign of the mean effect changes, everything else as set. It goes before the histories of the charts, which wait for it.",
  reverseButton: "Search",
  stop: "Stop",
  searching: (done: number, of: number) => `Searching: ${done} of about ${of} values…`,
  flipsAt: (value: string, low: string, high: string, pairs: number) =>
    `The mean effect changes its sign at about ${value}. Tested from ${low} to ${high}, ${pairs} pairs at each value.`,
  noFlip: (low: string, high: string, pairs: number) => `No value from ${low} to ${high} changes the sign of the mean effect (${pairs} pairs at each value).`,
  severalFlips: (values: string, low: string, high: string, pairs: number) =>
    `The mean effect changes its sign more than once: at about ${values}. Tested from ${low} to ${high}, ${pairs} pairs at each value: chance may be part of it.`,
  effectAt: "mean effect",
  lineage: "Who builds on whom",
  lineageHelp: "One history under your policy: the bases with the most derivatives. The dark part of a bar falls with its base alone.",
  lineageLimit: "At this scale few derivatives are simulated, each for many: read families, not single trees.",
  lineageButton: "Draw one history",
  base: "Base",
  bornIn: "Published",
  derivatives: "Derivatives",
  alone: "hang on it alone",
  lab: "Lab",
  tree: (name: string) => `What is built on ${name}`,
  treeAlt: (name: string, rows: number, alone: number) => `${rows} simulated derivatives of ${name} in time, ${alone} of which hang on it alone.`,
  treeCut: (most: number) => `The first ${most} are drawn.`,
  noLineage: "This history has no derivatives.",

  // Share
  share: "Keep and share",
  copy: "Copy the address of this state",
  copied: "Copied",
  scenario: "Scenario file",
  picture: "Picture",
  numbers: "Numbers (CSV)",
  open: "Open a scenario file…",
  runIt: (file: string) => `weightshed run ${file} gives the same numbers.`,
  refused: (file: string) => `${file} could not be used:`,
  allowedHint: (what: string) => `allowed: ${what}`,
  meant: (what: string) => `did you mean ${what}?`,
  line: (n: number) => `line ${n}`,
  badAddress: "The address does not hold a state that this page can read; here is the start instead.",
  failed: (message: string) => `The model stopped: ${message}`,

  // Limits
  limits: "What it leaves out",
  limitList: [
    "Only the past is calibrated, and that does not identify most single assumptions. Nothing tests what happens after 2025.",
    "Labs, governments and adopters follow simple rules; no shock occurs that nobody scheduled.",
    "A share of downloads in one history is noisy, and at this detail trees of derivatives are coarse.",
  ],
} as const;
