// Colours of Okabe and Ito, as in the project's figures, taken from the style sheet so that dark and light agree with it.
export interface Palette {
  paper: string;
  ink: string;
  rule: string;
  reference: string;
  referenceBand: string;
  yours: string;
  yoursBand: string;
  other: string;
}

export function colours(): Palette {
  const style = getComputedStyle(document.documentElement), get = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: get("paper"), ink: get("ink"), rule: get("rule"), reference: get("reference"), referenceBand: get("reference-band"), yours: get("yours"),
    yoursBand: get("yours-band"), other: get("other"),
  };
}
