// Every text that the page itself says, in one place for translators. Cards, titles and problems come from the engine.
import type { Certainty } from "./statistics.js";

/** Labels of the model's coordinates as readers say them, where the engine has no other name. */
export const labels: Record<string, string> = {
  US: "the US", CN: "China", EU: "the EU", UK: "the UK", world: "the world", other: "other countries", unknown: "unknown",
  "cn-us": "China behind the US", "open-closed": "open behind closed", "us_open-cn_open": "US open behind Chinese open",
  "cn_open-closed": "Chinese open behind closed", closed_api: "closed API", hosted_open_weights: "hosted open weights",
  self_hosted_open_weights: "self-hosted open weights", all: "all ages", under_a_year: "models under a year old",
  api_only: "API only", fine_tune: "fine-tune",
};

const sureness: Record<Certainty, string> = {
  "virtually certain": "virtually certain", "very likely": "very likely", likely: "likely",
  "direction unclear": "direction unclear", "no effect": "no effect", "too few": "too few pairs to say how sure",
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
  progress: (pairs: number, target: number) => `${pairs} of ${target} pairs of histories`,
  finished: (pairs: number, seconds: string) => `${pairs} pairs of histories, in ${seconds} s`,
  fromGrid: "First answer from a table computed beforehand; the model is running.",
  band: "A pair is two histories with the same assumptions and the same luck, with and without your policy. The band holds the middle 80% of pairs: it contains chance and the assumptions that this study varies, not what the model leaves out.",

  // Controls
  yourPolicy: "Your policy",
  policyHelp: (name: string) => `Compared with “${name}”.`,
  noLevers: "No lever is set: your policy is the reference.",
  inForce: "In force",
  value: "Value",
  from: "From",
  addLever: "Add a lever…",
  lever: "Lever",
  remove: "Remove",
  reset: "Reset",
  resetAll: "Back to the study",
  assumptions: "Contested assumptions",
  assumptionsHelp: "Nobody knows these. The study lets them vary over its worlds; a slider you move is fixed in all of them.",
  unmoved: "varies",
  varies: (low: string, high: string) => `varies from ${low} to ${high} in this study`,
  fixed: (value: string) => `${value} in this study`,
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
  unseen: "Not measured here",
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
  sure: (certainty: Certainty, share: number, pairs: number) => {
    const part = share >= 1 ? `all ${pairs} pairs` : `${Math.floor(100 * share + 1e-9)} in 100 pairs`;
    const rest = certainty === "direction unclear" ? " go one way; the others go the other way or do not move" : "";
    return `${sureness[certainty]} (${part}${rest})`;
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
  scaleOfWords: "Virtually certain: 99 of 100 pairs, in every world. Very likely: 90, in nine worlds of ten. Likely: 75. Shares of simulations, not odds in the world.",

  // Four lines
  whoMoved: "Who moved it: policy or assumption?",
  policyAlone: "Your policy, under the study's assumptions",
  assumptionAlone: "Your assumptions, without the policy",
  bothTogether: "Both together",
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
  pairTold: (world: number, member: number) => `World ${world}, member ${member}.`,
  nothingDiffers: "The two histories have the same events.",
  reverse: "What would reverse it?",
  reverseHelp: "Searches the range of one assumption for the value at which the sign of the mean effect changes, everything else as set. It begins when the histories above are there.",
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
