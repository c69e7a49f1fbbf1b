"""Downloads of docking_numpy.py: who uses a new work, a week of the community's nodes, a week of the official repositories."""

import numpy as np
from numpy_columns import CLASSES, CREATORS, FIRM, LANGUAGE, LAUNCH, OPENNESS, UNIVERSITY, Table

OTHER_USE = {"diffusion": 0.06, "text_encoder": 0.62, "speech": 0.15, "vision": 0.15, "time_series": 0.02}
HEAVY = 100  # pins from which on a node counts once and not 1 / scale times
MOST_PINS = 1e6


class Downloads:
    """Reads the ecosystem's authors, bases and families, and changes none of them."""

    def __init__(self, ecosystem):
        self.ecosystem, self.p, self.rng = ecosystem, ecosystem.p, ecosystem.rng
        self.audience = Table(body=float, pins=float, life=float, born=float, born_step="i4", region="i2", creator="i1",
                              language=bool)
        self.base_pins = np.zeros(len(ecosystem.born))
        self.official = np.zeros_like(ecosystem.derivatives)
        self.all = self.young = 0.0
        self.by_region, self.by_creator = np.zeros(ecosystem.regions + 1), np.zeros(len(CREATORS))

    def find_users(self, who, language):
        """What each new work will be downloaded; most never are, and only the others are kept."""
        e, p, rng = self.ecosystem, self.p, self.rng
        live = rng.random(len(who)) < p["downloads.live"]
        who, language = who[live], language[live]
        kind = e.authors["kind"][who]
        creator = np.where(kind == FIRM, 1, np.where(kind == UNIVERSITY, 2, 0))
        body = p["downloads.body_median"] * np.exp(p["downloads.body_spread"] * rng.standard_normal(len(who)))
        share = p["downloads.pinned"] / p["downloads.live"] * np.where(creator == 0, 1.0, p["downloads.organisation_pinned"])
        pins = np.where(rng.random(len(who)) < share, self.draw_pins(len(who)), 0.0)
        pins[pins >= HEAVY] *= e.scale
        # Heavy nodes count once: all of those among the works that this one stands for.
        twins = rng.poisson((1 / e.scale - 1) * np.minimum(1.0, share))
        theirs = self.draw_pins(int(twins.sum()))
        theirs = np.where(theirs >= HEAVY, theirs * e.scale, 0.0)
        pins += np.bincount(np.repeat(np.arange(len(who)), twins), theirs, minlength=len(who))
        life = np.where(language, p["downloads.language_pin_life"], p["downloads.other_pin_life"])
        self.audience.append(len(who), body=body, pins=pins, life=life, born=e.now, born_step=e.week,
                             region=e.authors["region"][who], creator=creator, language=language)

    def draw_pins(self, count):
        """Yule and Simon's law, cut at a million."""
        success = np.exp(-self.rng.exponential(1 / self.p["downloads.pin_exponent"], count))
        log_u = np.log1p(-self.rng.random(count))
        with np.errstate(divide="ignore", invalid="ignore"):
            pins = np.floor(log_u / np.log1p(-success)) + 1
        return np.where(success >= 1, 1.0, np.where(success > 1e-300, np.minimum(pins, MOST_PINS), MOST_PINS))

    def pull(self):
        """A week of all downloads."""
        e, flows, users = self.ecosystem, self.flows(), self.audience
        age = e.now - users["born"]
        weight = users["pins"] * np.exp(-age / users["life"])
        life, language = self.p["downloads.body_life"], users["language"]
        mean = users["body"] * (e.dt / life) * np.exp(-age / life)
        lone = {}
        for which in (True, False):
            total = weight[language == which].sum()
            lone[which] = 0.0 if total else flows[which][1]
            mean += (language == which) * weight * (flows[which][1] * e.scale * e.dt / total if total else 0.0)
        young = e.week - users["born_step"] < e.steps_a_year
        self.count(users["region"], users["creator"], young, self.negative_binomial(mean) / e.scale)
        for task, name in enumerate(CLASSES):
            flow = flows[task == LANGUAGE][0] + lone[task == LANGUAGE]
            self.pull_official(task, flow * (1.0 if task == LANGUAGE else OTHER_USE[name]))

    def flows(self):
        """Downloads a year of official repositories and of community nodes, of language models (True) and others."""
        p, since = self.p, (self.ecosystem.year + self.ecosystem.years[self.ecosystem.week + 1]) / 2 - 2025.8
        grown = p["downloads.language_growth"] * since
        if since > 0:
            slow = p["downloads.language_slowing"]
            faster = p["downloads.language_growth"] - p["downloads.hub_growth"]
            grown = p["downloads.hub_growth"] * since + faster * slow * (1 - np.exp(-since / slow))
        official = p["downloads.language_flow"] * np.exp(grown)
        community = official * p["downloads.language_community"] / (1 - p["downloads.language_community"])
        hub = p["downloads.hub_flow"] * np.exp(p["downloads.hub_growth"] * since)
        other = max(hub - official - community, 0.2 * hub)
        return {True: (official, community),
                False: (other * (1 - p["downloads.other_community"]), other * p["downloads.other_community"])}

    def pull_official(self, task, flow):
        e, p = self.ecosystem, self.p
        bases = np.flatnonzero(e.task[:e.out] == task)
        if not bases.size:
            return
        family, age = e.family[bases], e.year - e.born[bases]
        own = np.exp(self.usefulness(bases, age))
        weight = np.repeat(own[None, :], e.regions, axis=0)
        half = p["downloads.other_half_life"]
        if task == LANGUAGE:
            half = p["downloads.language_half_life"]
            brand = p["downloads.brand"] * p["downloads.brand_carried"] ** max(0.0, e.year - 2025.5) * e.brand_use
            name = np.exp(brand + p["downloads.network"] * np.log1p(e.recent.sum(axis=1)))
            name *= (e.awareness[:, :-1] @ e.use) ** p["downloads.awareness"]
            home = e.family_country[family] == np.arange(e.regions)[:, None]
            weight *= name[family] * np.where(home, np.exp(p["downloads.home"]), 1.0)
        shares = e.use @ (weight / weight.sum(axis=1, keepdims=True))
        kept = self.base_pins[bases] * 0.5 ** (e.dt / half)
        pins = self.base_pins[bases] = kept + max(0.0, flow - kept.sum()) * shares
        new = own * (age < LAUNCH)
        trial = p["downloads.trial"] if new.any() else 0.0
        tried = new / new.sum() if new.any() else new
        count = self.negative_binomial(flow * e.dt * ((1 - trial) * pins / pins.sum() + trial * tried))
        self.count(e.family_country[family], e.family_creator[family], age < 1, count)
        if task == LANGUAGE:
            np.add.at(self.official[:, e.week // e.steps_a_year], family, count)

    def usefulness(self, bases, age):
        """Log-odds of using each of the bases of a class, as far as they do not depend on who chooses."""
        e, p = self.ecosystem, self.p
        if e.task[bases[0]] != LANGUAGE:
            return e.attraction[bases] - age / p["downloads.other_ageing"]
        doublings, openness, purpose = e.size[bases] - np.log2(7e9), e.openness[bases], e.purpose[bases]
        u = p["downloads.capability"] * e.eci[bases] / 10 + p["downloads.size_slope"] * np.maximum(0.0, doublings)
        u += p["downloads.ageing"] * age + e.attraction[bases] - (np.minimum(0.0, doublings) / p["downloads.size_width"]) ** 2 / 2
        u += p["downloads.non_commercial"] * (openness == OPENNESS["gated_research"])
        u += p["downloads.restricted"] * (openness == OPENNESS["restricted_commercial"])
        return u + p["downloads.instruct"] * (purpose == "instruct") + p["downloads.code"] * (purpose == "code")

    def negative_binomial(self, mean):
        excess = self.p["downloads.dispersion"]
        return self.rng.poisson(self.rng.gamma(mean / excess) * excess if excess > 0 else mean)

    def count(self, region, creator, young, count):
        """Enters downloads into the sums over the last year, the only one that statistics read."""
        if self.ecosystem.week >= 5 * self.ecosystem.steps_a_year:
            self.all += count.sum()
            self.young += count[young].sum()
            self.by_region += np.bincount(region, count, minlength=len(self.by_region))
            self.by_creator += np.bincount(creator, count, minlength=len(CREATORS))
