#!/usr/bin/env python3
"""The docking's other side: arrival, derivation and downloads (docs/model.md 4.6, 4.7, 4.9) written anew in Mesa.

One file of over 400 lines: the model shares nothing with the project, and only the command line with the NumPy side.

usage: docking_mesa.py PARAMETERS SEEDS [FIRST]    CSV on standard output, the columns of `docking run`
  PARAMETERS   JSON printed by `docking parameters`: the same numbers and the same roster, nothing else is shared
Needs mesa 3 and numpy. Written from the description, one agent an author, a base, a community model; naive where the
C++ side is clever: weights of parents are computed from scratch, every model draws its downloads every week.
"""

from collections import Counter

import mesa
import numpy as np
from histories import print_histories

CLASSES = ["language", "diffusion", "text_encoder", "speech", "vision", "time_series"]
OTHER_USE = {"diffusion": 0.06, "text_encoder": 0.62, "speech": 0.15, "vision": 0.15, "time_series": 0.02}
OPENNESS = {"gated_research": 2, "restricted_commercial": 3, "permissive": 4, "fully_open": 5}
LAUNCH = 42 / 365.2425
HEAVY = 100  # pins from which on a node counts once and not 1 / scale times
MEMORY = 2 / 12  # years over which derivatives count as recent


class Author(mesa.Agent):
    """Someone who publishes models, at random moments of its own."""

    def __init__(self, model, year):
        super().__init__(model)
        p, rng = model.p, model.rng
        kinds = ["bulk", "quantiser", "firm", "university"]
        shares = [p[f"arrival.{k}_authors"] for k in kinds]
        shares[2] = min(0.5, shares[2] * np.exp(p["arrival.firm_decline"] * max(0.0, 2025 - year)))
        kind = rng.choice([*kinds, "individual"], p=[*shares, 1 - sum(shares)])
        if kind == "bulk" and year < p["arrival.bulk_start"]:
            kind = "individual"
        self.kind = kind
        activity = {"bulk": p["arrival.bulk_activity"], "quantiser": p["arrival.quantiser_activity"]}.get(kind)
        shape = p["arrival.activity_shape"] if activity is None else 2.0
        self.activity = (activity or 1.0) * rng.gamma(shape, 1 / shape)
        self.region = len(model.regions)  # unknown
        if kind in ("firm", "university") or rng.random() < p["arrival.known_country"]:
            self.region = rng.choice(len(model.regions), p=model.known)
        self.commercial = kind == "firm" or rng.random() < p["derivation.commercial_authors"]
        self.own_licence = rng.random() < p["derivation.licence_drift"] and kind != "quantiser"
        self.habit = None
        self.last_parent = None
        self.works = 0

    @property
    def creator(self):
        return {"firm": "industry", "university": "academia"}.get(self.kind, "unaffiliated")

    def publish(self):
        model, p, rng = self.model, self.model.p, self.model.rng
        self.works += 1
        base = parent = None
        if rng.random() < p["arrival.stated_base"]:
            task = CLASSES[rng.choice(len(CLASSES), p=model.demand)]
            returns = rng.random() < p["derivation.habit"]
            if returns and self.last_parent is not None and rng.random() < p["derivation.series"]:
                parent = self.last_parent
                base = parent.base if isinstance(parent, Work) else parent
            elif returns and self.habit is not None:
                base = self.choose(task, self.habit)
            base = base or self.choose(task, None)
        if base is None:
            model.newcomers.append(Work(model, self, None, None, None, None))
            return
        self.habit = base.family
        kind = self.draw_kind()
        direct = {"adapter": "adapter", "quantisation": "quantisation", "merge": "quantisation"}.get(kind, "fine_tune")
        parents = [parent or (base if rng.random() < p[f"derivation.direct_{direct}"] else base.draw_in_tree())]
        if kind == "merge":
            second = base.draw_in_tree()
            if second is not parents[0]:
                parents.append(second)
        model.newcomers.append(Work(model, self, base, kind, parents, self.own_licence))

    def draw_kind(self):
        p, rng = self.model.p, self.model.rng
        if self.kind == "quantiser":
            return "quantisation"
        if self.kind == "bulk":
            return "adapter" if rng.random() < 0.9 else "fine_tune"
        kinds = ["adapter", "quantisation", "merge", "distillation"]
        shares = [p[f"derivation.{k}"] for k in kinds]
        return rng.choice([*kinds, "fine_tune"], p=[*shares, 1 - sum(shares)])

    def choose(self, task, family):
        options = [b for b in self.model.shelf[task] if family is None or b.family is family]
        options = [b for b in options if task != "language" or self.kind != "bulk" or OPENNESS[b.licence] >= 4]
        if not options:
            return None
        utility = np.array([b.own_utility + self.taste(b) for b in options])
        weight = np.exp(utility - utility.max())
        return options[self.model.rng.choice(len(options), p=weight / weight.sum())]

    def taste(self, base):
        if base.task != "language":
            return 0.0
        p, family = self.model.p, base.family
        u = family.utility + p["derivation.awareness"] * np.log(family.awareness[self.region])
        if self.commercial:
            u += 2 * {"gated_research": p["derivation.non_commercial"],
                      "restricted_commercial": p["derivation.restricted"]}.get(base.licence, 0.0)
        return u + (p["derivation.home"] if family.country == self.region else 0.0)


class Base(mesa.Agent):
    """A published base model: what authors build on and users pin."""

    def __init__(self, model, row):
        super().__init__(model)
        self.__dict__.update({k: row[k] for k in ("licence", "purpose", "born", "attraction", "eci")})
        self.task, self.family = row["task_class"], model.families[row["family"]]
        self.size = 0.5 * np.log2(row["total_parameters"] * row["active_parameters"])
        self.children, self.depth, self.tree = 0, 0, [self]
        self.tree_fitness, self.tree_born = [1.0], [model.now]
        self.pins, self.drawn = 0.0, 0

    def weigh(self):
        """The log-odds of deriving from it that do not depend on who chooses."""
        p, year = self.model.p, self.model.year
        u = p["derivation.ageing"] * (year - self.born) + self.attraction
        if self.task == "language":
            ahead = self.eci - self.model.best_of_size[int(self.size)]
            off = (self.size - np.log2(p["derivation.size_optimum"])) / p["derivation.size_width"]
            u += p["derivation.capability"] * ahead / 10 - off ** 2 / 2
            u += p["derivation.launch"] if year - self.born < LAUNCH else 0.0
            u += {"instruct": p["derivation.instruct"], "code": p["derivation.code"]}.get(self.purpose, 0.0)
        elif self.purpose == "embedding":
            u += p["derivation.finished"]
        self.own_utility = u
        self.tree_weight = None

    def draw_in_tree(self):
        p = self.model.p
        if self.tree_weight is None:
            children = np.array([node.children for node in self.tree])
            age = self.model.now - np.array(self.tree_born)
            weight = np.array(self.tree_fitness) * (1.0 + children) ** p["derivation.popularity"]
            weight = weight * np.exp(-age / p["derivation.decay"])
            self.tree_weight = np.cumsum(weight)
        wanted = self.model.rng.random() * self.tree_weight[-1]
        return self.tree[int(np.searchsorted(self.tree_weight, wanted, side="right"))]

    def use_utility(self):
        p = self.model.p
        if self.task != "language":
            return self.attraction - (self.model.year - self.born) / p["downloads.other_ageing"]
        doublings = self.size - np.log2(7e9)
        u = p["downloads.capability"] * self.eci / 10 + p["downloads.size_slope"] * max(0.0, doublings)
        u -= (min(0.0, doublings) / p["downloads.size_width"]) ** 2 / 2
        u += p["downloads.ageing"] * (self.model.year - self.born) + self.attraction
        u += {"gated_research": p["downloads.non_commercial"],
              "restricted_commercial": p["downloads.restricted"]}.get(self.licence, 0.0)
        return u + {"instruct": p["downloads.instruct"], "code": p["downloads.code"]}.get(self.purpose, 0.0)


class Family:
    def __init__(self, model, row):
        self.name, self.country, self.creator = row["name"], row["country"], row["creator"]
        self.brand_derive, self.brand_use = row["brand_derive"], row["brand_use"]
        start = model.p["arrival.awareness_big" if row["big_name"] else "arrival.awareness_start"]
        self.awareness = np.full(len(model.regions) + 1, start)
        self.recent = np.zeros(len(model.regions) + 1)
        self.released = False


class Work(mesa.Agent):
    """A community model, derived or not, with the downloads that it will get."""

    def __init__(self, model, author, base, kind, parents, drifts):
        super().__init__(model)
        p, rng = model.p, model.rng
        self.author, self.base, self.kind, self.parents = author, base, kind, parents
        self.born_step, self.born, self.children = model.week, model.now, 0
        if base is not None:
            self.depth = parents[0].depth + 1
            self.licence = "permissive" if drifts else parents[0].licence
            self.breach = OPENNESS[self.licence] > OPENNESS[parents[0].licence]
            self.fitness = np.exp(p["derivation.fitness_spread"] * np.clip(rng.normal(), -2.5, 2.5))
        self.language = (base.task == "language" if base is not None
                         else rng.random() < p["downloads.independent_language"])
        self.life = p["downloads.language_pin_life" if self.language else "downloads.other_pin_life"]
        self.body = self.pins = 0.0
        if rng.random() < p["downloads.live"]:
            self.body = p["downloads.body_median"] * np.exp(p["downloads.body_spread"] * rng.normal())
            share = p["downloads.pinned"]
            share *= 1.0 if author.creator == "unaffiliated" else p["downloads.organisation_pinned"]
            if rng.random() < share / p["downloads.live"]:
                self.pins = self.draw_pins()
            if self.pins >= HEAVY:
                self.pins *= model.scale
            # Heavy nodes count once: all of those among the works that this one stands for.
            for _ in range(rng.poisson((1 / model.scale - 1) * min(1.0, share / p["downloads.live"]))):
                pins = self.draw_pins()
                self.pins += pins * model.scale if pins >= HEAVY else 0.0

    def draw_pins(self):
        return min(1e6, self.yule_simon(self.model.p["downloads.pin_exponent"]))

    def yule_simon(self, exponent):
        success = np.exp(-self.model.rng.exponential(1 / exponent))
        u = 1 - self.model.rng.random()
        return 1.0 if success >= 1 else np.floor(np.log(u) / np.log1p(-success)) + 1 if success > 1e-300 else 1e6

    def join(self):
        for parent in self.parents or []:
            parent.children += 1
        if self.base is not None:
            self.author.last_parent = self.parents[0]
            self.base.tree.append(self)
            self.base.tree_fitness.append(self.fitness)
            self.base.tree_born.append(self.born)
            self.base.family.recent[self.author.region] += 1 / self.model.scale

    def weight(self):
        return self.pins * np.exp(-(self.model.now - self.born) / self.life)

    def pull(self, downloads_a_pin):
        """A week's downloads: its pins, and a slowly fading trickle of crawlers and trials."""
        life = self.model.p["downloads.body_life"]
        mean = self.body * self.model.dt / life * np.exp(-(self.model.now - self.born) / life)
        if self.pins:
            mean += self.weight() * downloads_a_pin[self.language]
        if mean > 0:
            count = self.model.negative_binomial(mean) / self.model.scale
            if count:
                young = self.model.week - self.born_step < self.model.steps_a_year
                self.model.count(self.author.region, self.author.creator, young, count)


class Ecosystem(mesa.Model):
    def __init__(self, given, seed):
        super().__init__(rng=seed)
        self.p, self.regions = given["parameters"], given["regions"]
        self.scale, self.dt, self.steps_a_year = given["scale"], given["years_a_step"], given["steps_a_year"]
        self.years, self.roster = given["years"], given["bases"]
        self.use = np.array([r["use"] for r in self.regions])
        self.known = self.shares_of_known()
        self.families = [Family(self, row) for row in given["families"]]
        self.bases, self.authors, self.works, self.newcomers = [], [], [], []
        self.activities = np.zeros(0)
        self.shelf = {task: [] for task in CLASSES}
        self.best_of_size = {}
        self.week, self.year, self.now = 0, self.years[0], 0.0
        self.expected_activity = self.authors_by(self.year) * self.mean_activity(self.year)
        self.derivatives, self.official, self.downloads = Counter(), Counter(), Counter()

    def shares_of_known(self):
        p, codes = self.p, [r["code"] for r in self.regions]
        china, us = p["arrival.known_china"], p["arrival.known_us"]
        rest = sum(r["use"] for r in self.regions if r["code"] not in ("US", "CN"))
        return np.array([china if c == "CN" else us if c == "US" else (1 - china - us) * u / rest
                         for c, u in zip(codes, self.use)])

    def authors_by(self, year):
        p = self.p
        if year > 2026:
            return p["arrival.authors_2025"] * np.exp(p["arrival.authors_later_growth"] * (year - 2026))
        logistic = lambda t: 1 / (1 + np.exp(-p["arrival.authors_growth"] * (t - p["arrival.authors_midpoint"])))
        return p["arrival.authors_2025"] * logistic(year) / logistic(2026)

    def mean_activity(self, year):
        p = self.p
        mean = 1 + p["arrival.quantiser_authors"] * (p["arrival.quantiser_activity"] - 1)
        return mean + (year >= p["arrival.bulk_start"]) * p["arrival.bulk_authors"] * (p["arrival.bulk_activity"] - 1)

    def negative_binomial(self, mean):
        excess = self.p["downloads.dispersion"]
        return self.rng.poisson(self.rng.gamma(mean / excess, excess) if excess > 0 else mean)

    def count(self, region, creator, young, count):
        if self.week >= 5 * self.steps_a_year:
            self.downloads["all"] += count
            self.downloads["young"] += count * young
            self.downloads["region", region] += count
            self.downloads["creator", creator] += count

    def step(self):
        self.year, self.now = self.years[self.week], self.week * self.dt
        self.release()
        exposure = self.arrive()
        self.spread_awareness()
        self.derive(exposure)
        self.download()
        for family in self.families:
            family.recent *= np.exp(-self.dt / MEMORY)
        self.week += 1

    def release(self):
        for row in self.roster:
            if row["born_step"] == self.week:
                base = Base(self, row)
                base.family.released = base.family.released or "in this week"
                self.bases.append(base)
                self.shelf[base.task].append(base)
                if base.task == "language":
                    self.best_of_size[int(base.size)] = max(base.eci, self.best_of_size.get(int(base.size), -1e9))

    def arrive(self):
        """Lets the authors of the week join; returns how much of the week's intensity each author has before it."""
        end = self.years[self.week + 1]
        joining = (self.authors_by(end) - self.authors_by(self.year)) * self.mean_activity((self.year + end) / 2)
        p, middle = self.p, (self.year + end) / 2
        rate = p["arrival.models_ceiling"] / (1 + np.exp(-p["arrival.models_growth"] * (middle - p["arrival.models_midpoint"])))
        intensity = rate * self.dt / (self.expected_activity + joining / 2)
        self.expected_activity += joining
        before = len(self.authors)
        while len(self.authors) < int(self.authors_by(end) * self.scale):
            self.authors.append(Author(self, self.year))
        new = self.authors[before:]
        self.activities = np.concatenate([self.activities, [a.activity for a in new]])
        exposure = np.full(len(self.authors), intensity)
        exposure[before:] *= self.rng.random(len(new))
        return exposure * self.activities

    def spread_awareness(self):
        p, total = self.p, sum(f.recent for f in self.families)
        for family in self.families:
            if family.released is True:
                share = np.divide(family.recent, total, out=np.zeros_like(total), where=total > 0)
                rate = p["arrival.innovate"] + p["arrival.imitate"] * share
                family.awareness = 1 - (1 - family.awareness) * np.exp(-rate * self.dt)
            family.released = bool(family.released)

    def derive(self, exposure):
        p = self.p
        progress = 1 / (1 + np.exp(-p["derivation.language_growth"] * (self.year - p["derivation.language_midpoint"])))
        language, diffusion = p["derivation.language_share"] * progress, p["derivation.diffusion_share"] * progress
        rest = 1 - language - diffusion
        self.demand = [language, diffusion, 0.62 * rest, 0.18 * rest, 0.18 * rest, 0.02 * rest]
        for family in self.families:
            fading = p["derivation.brand_carried"] ** max(0.0, self.year - 2024.25)
            family.utility = p["derivation.brand"] * family.brand_derive * fading
            family.utility += p["derivation.network"] * np.log1p(family.recent.sum())
        for base in self.bases:
            base.weigh()
        opportunities = self.rng.poisson(exposure)
        for i in np.flatnonzero(opportunities):
            for _ in range(opportunities[i]):
                self.authors[i].publish()
        for work in self.newcomers:
            work.join()
            if work.base is not None and work.language:
                self.derivatives[work.base.family.name, self.week // self.steps_a_year] += 1
        self.works += self.newcomers
        self.newcomers = []

    def download(self):
        p = self.p
        year = (self.year + self.years[self.week + 1]) / 2
        since = year - 2025.8
        grown = p["downloads.language_growth"] * since
        if since > 0:
            slow = p["downloads.language_slowing"]
            grown = p["downloads.hub_growth"] * since
            grown += (p["downloads.language_growth"] - p["downloads.hub_growth"]) * slow * (1 - np.exp(-since / slow))
        official = p["downloads.language_flow"] * np.exp(grown)
        community = official * p["downloads.language_community"] / (1 - p["downloads.language_community"])
        hub = p["downloads.hub_flow"] * np.exp(p["downloads.hub_growth"] * since)
        other = max(hub - official - community, 0.2 * hub)
        flows = {True: (official, community),
                 False: (other * (1 - p["downloads.other_community"]), other * p["downloads.other_community"])}
        weights = {True: 0.0, False: 0.0}
        for work in self.works:
            if work.pins:
                weights[work.language] += work.weight()
        a_pin = {k: flows[k][1] * self.scale * self.dt / w if w else 0.0 for k, w in weights.items()}
        for work in self.works:
            if work.body or work.pins:
                work.pull(a_pin)
        for task in CLASSES:
            language = task == "language"
            flow = flows[language][0] + (0.0 if weights[language] else flows[language][1])
            self.pull_official(task, flow * (1.0 if language else OTHER_USE[task]))

    def pull_official(self, task, flow):
        p, bases = self.p, self.shelf[task]
        if not bases:
            return
        half = p["downloads.language_half_life" if task == "language" else "downloads.other_half_life"]
        own = np.exp(np.array([b.use_utility() for b in bases]))
        shares = np.zeros(len(bases))
        for region, demand in enumerate(self.use):
            weight = own.copy()
            if task == "language":
                fading = p["downloads.brand"] * p["downloads.brand_carried"] ** max(0.0, self.year - 2025.5)
                for i, b in enumerate(bases):
                    f = b.family
                    aware = f.awareness[:-1] @ self.use
                    weight[i] *= np.exp(fading * f.brand_use + p["downloads.network"] * np.log1p(f.recent.sum()))
                    weight[i] *= aware ** p["downloads.awareness"]
                    weight[i] *= np.exp(p["downloads.home"]) if f.country == region else 1.0
            shares += demand * weight / weight.sum()
        for b in bases:
            b.pins *= 0.5 ** (self.dt / half)
        fresh = max(0.0, flow - sum(b.pins for b in bases))
        for b, share in zip(bases, shares):
            b.pins += fresh * share
        total = sum(b.pins for b in bases)
        new = np.array([self.year - b.born < LAUNCH for b in bases])
        trial = p["downloads.trial"] if new.any() else 0.0
        tried = own * new / (own @ new) if new.any() else 0 * own
        for b, of_trials in zip(bases, tried):
            mean = flow * self.dt * ((1 - trial) * b.pins / total + trial * of_trials)
            count = self.negative_binomial(mean)
            self.count(b.family.country, b.family.creator, self.year - b.born < 1, count)
            if task == "language":
                self.official[b.family.name, self.week // self.steps_a_year] += count

    def statistics(self):
        out, families = {}, self.families
        for year in range(2, self.week // self.steps_a_year):
            for what, flow in (("derivatives", self.derivatives), ("official", self.official)):
                total = sum(flow[f.name, year] for f in families)
                for f in families:
                    if what == "derivatives" or year >= 4:
                        out[f"{what} {f.name} year {year}"] = flow[f.name, year] / total if total else 0.0
        derived = [w for w in self.works if w.base is not None]
        n = len(derived)
        children = np.array([w.children for w in derived])
        depth = np.array([w.depth for w in derived])
        kinds = Counter(w.kind for w in derived)
        works = np.sort([a.works for a in self.authors])[::-1]
        out |= {
            "derivatives": n, "independent works": len(self.works) - n,
            "nodes without children": np.mean(children == 0), "nodes with 1 child": np.mean(children == 1),
            "nodes with 2 children": np.mean(children == 2), "nodes with 3 or more children": np.mean(children >= 3),
            "most children of a derivative": children.max(), "derivatives on a base": np.mean(depth == 1),
            "mean depth": depth.mean(), "greatest depth": depth.max(),
            "largest tree": (max(len(b.tree) for b in self.bases) - 1) / n,
            "adapters": kinds["adapter"] / n, "quantisations": kinds["quantisation"] / n,
            "merges with two parents": sum(len(w.parents) == 2 for w in derived),
            "permissive derivatives": np.mean([w.licence == "permissive" for w in derived]),
            "breaches": np.mean([w.breach for w in derived]),
            "works of the busiest 1% of authors": works[:len(works) // 100].sum() / works.sum(),
            "downloads": self.downloads["all"],
            "downloads under a year": self.downloads["young"] / self.downloads["all"],
            "downloads, creator CN": self.downloads["region", 1] / self.downloads["all"],
            "downloads, creator unknown": self.downloads["region", len(self.regions)] / self.downloads["all"],
            "downloads, creator unaffiliated": self.downloads["creator", "unaffiliated"] / self.downloads["all"],
        }
        for f in (families[1], families[2]):
            out[f"awareness of {f.name} at the end"] = f.awareness[-1]
        return out


def simulate(given, seed):
    """One history of the parameters that `docking parameters` prints: its statistics by name."""
    model = Ecosystem(given, seed)
    for _ in range(given["steps"]):
        model.step()
    return model.statistics()


if __name__ == "__main__":
    print_histories(__doc__, simulate)
