#!/usr/bin/env python3
"""The docking's third side: the processes of docking_mesa.py as columns of NumPy, a step a week over all agents at once.

usage: docking_numpy.py PARAMETERS SEEDS [FIRST]    CSV on standard output, the columns of `docking run`
  PARAMETERS   JSON printed by `docking parameters`: the same numbers and the same roster
Needs numpy. Written from the description and from the Mesa side, so it checks the programming of both but is no third
reading of the text. Works of one author in one week are drawn in rounds, as each depends on the one before; everything else
of a week is drawn at once.
"""

import numpy as np
from histories import print_histories
from numpy_columns import (AUTHORS, BULK, CLASSES, CREATORS, FIRM, INDIVIDUAL, KINDS, LANGUAGE, LAUNCH, OPENNESS, PERMISSIVE, QUANTISER,
                           UNIVERSITY, Table, draw_by_weight)
from numpy_downloads import Downloads

MEMORY = 2 / 12  # years over which derivatives count as recent



class ReducedEcosystem:
    def __init__(self, given, seed):
        self.p, self.rng = given["parameters"], np.random.default_rng(seed)
        self.scale, self.dt, self.steps_a_year = given["scale"], given["years_a_step"], given["steps_a_year"]
        self.years, self.regions = given["years"], len(given["regions"])
        self.use = np.array([region["use"] for region in given["regions"]])
        self.known = np.cumsum(self.shares_of_known([region["code"] for region in given["regions"]]))
        self.read_families(given["families"])
        self.read_bases(given["bases"])
        self.authors = Table(kind="i1", activity=float, region="i2", commercial=bool, own_licence=bool, habit="i2",
                             last_parent="i4", works="i4")
        self.nodes = Table(base="i2", depth="i2", children="i4", licence="i1", fitness=float, born=float, kind="i1",
                           two_parents=bool, breach=bool)
        self.week, self.year, self.now, self.independents = 0, self.years[0], 0.0, 0
        self.expected_activity = self.authors_by(self.year) * self.mean_activity(self.year)
        years = len(self.years) // self.steps_a_year + 1
        self.derivatives = np.zeros((len(self.names), years))  # language bases, by family and year
        self.tables_of_kinds()
        self.downloads = Downloads(self)

    def read_families(self, rows):
        self.names = [row["name"] for row in rows]
        self.family_country = np.array([row["country"] for row in rows])
        self.family_creator = np.array([CREATORS.index(row["creator"]) for row in rows])
        self.brand_derive, self.brand_use = (np.array([row[key] for row in rows]) for key in ("brand_derive", "brand_use"))
        start = [self.p["arrival.awareness_big" if row["big_name"] else "arrival.awareness_start"] for row in rows]
        self.awareness = np.repeat(np.array(start)[:, None], self.regions + 1, axis=1)
        self.recent = np.zeros((len(rows), self.regions + 1))
        self.known_since = np.full(len(rows), np.iinfo(int).max)  # week of the first release

    def read_bases(self, rows):
        self.born_step, self.born, self.attraction, self.eci = (
            np.array([row[key] for row in rows]) for key in ("born_step", "born", "attraction", "eci"))
        self.family = np.array([row["family"] for row in rows])
        self.task = np.array([CLASSES.index(row["task_class"]) for row in rows])
        self.openness = np.array([OPENNESS[row["licence"]] for row in rows])
        self.purpose = np.array([row["purpose"] for row in rows])
        self.size = np.array([0.5 * np.log2(row["total_parameters"] * row["active_parameters"]) for row in rows])
        self.node, self.out = np.zeros(len(rows), dtype=int), 0  # its node; how many are out

    def tables_of_kinds(self):
        p = self.p
        shares = [p[f"derivation.{kind}"] for kind in KINDS[:-1]]
        others = [*shares, 1 - sum(shares)]
        by_author = np.array([[0.9, 0, 0, 0, 0.1], [0, 1, 0, 0, 0], others, others, others])
        self.kinds_of = by_author.cumsum(axis=1)
        direct = ["adapter", "quantisation", "quantisation", "fine_tune", "fine_tune"]
        self.direct = np.array([p[f"derivation.direct_{kind}"] for kind in direct])

    def shares_of_known(self, codes):
        china, us = self.p["arrival.known_china"], self.p["arrival.known_us"]
        rest = sum(use for use, code in zip(self.use, codes) if code not in ("US", "CN"))
        return [china if code == "CN" else us if code == "US" else (1 - china - us) * use / rest
                for code, use in zip(codes, self.use)]

    def authors_by(self, year):
        p = self.p
        if year > 2026:
            return p["arrival.authors_2025"] * np.exp(p["arrival.authors_later_growth"] * (year - 2026))
        odds = np.exp(-p["arrival.authors_growth"] * (np.array([year, 2026.0]) - p["arrival.authors_midpoint"]))
        return p["arrival.authors_2025"] * (1 + odds[1]) / (1 + odds[0])

    def mean_activity(self, year):
        p = self.p
        mean = 1 + p["arrival.quantiser_authors"] * (p["arrival.quantiser_activity"] - 1)
        return mean + (year >= p["arrival.bulk_start"]) * p["arrival.bulk_authors"] * (p["arrival.bulk_activity"] - 1)

    def step(self):
        self.year, self.now = self.years[self.week], self.week * self.dt
        self.release()
        exposure = self.arrive()
        self.spread_awareness()
        self.derive(exposure)
        self.downloads.pull()
        self.recent *= np.exp(-self.dt / MEMORY)
        self.week += 1

    def release(self):
        for base in np.flatnonzero(self.born_step == self.week):  # in order of release, as they stand
            self.node[base], self.out = self.nodes.rows, base + 1
            self.nodes.append(1, base=base, licence=self.openness[base], fitness=1.0, born=self.now, kind=-1)
            self.known_since[self.family[base]] = min(self.known_since[self.family[base]], self.week)

    def arrive(self):
        """Lets the authors of the week join; returns the expected works of each author in this week."""
        p, end = self.p, self.years[self.week + 1]
        middle = (self.year + end) / 2
        joining = (self.authors_by(end) - self.authors_by(self.year)) * self.mean_activity(middle)
        rate = p["arrival.models_ceiling"] / (1 + np.exp(-p["arrival.models_growth"] * (middle - p["arrival.models_midpoint"])))
        intensity = rate * self.dt / (self.expected_activity + joining / 2)
        self.expected_activity += joining
        before = self.authors.rows
        count = max(0, int(self.authors_by(end) * self.scale) - before)
        self.enter(count)
        exposure = np.full(self.authors.rows, intensity)
        exposure[before:] *= self.rng.random(count)
        return exposure * self.authors["activity"]

    def enter(self, count):
        p, rng = self.p, self.rng
        shares = [p[f"arrival.{kind}_authors"] for kind in AUTHORS[:-1]]
        shares[FIRM] = min(0.5, shares[FIRM] * np.exp(p["arrival.firm_decline"] * max(0.0, 2025 - self.year)))
        kind = np.searchsorted(np.cumsum(shares), rng.random(count), side="right")
        if self.year < p["arrival.bulk_start"]:
            kind[kind == BULK] = INDIVIDUAL
        busy = np.array([p["arrival.bulk_activity"], p["arrival.quantiser_activity"], 1.0, 1.0, 1.0])[kind]
        shape = np.where(kind <= QUANTISER, 2.0, p["arrival.activity_shape"])
        stated = (kind == FIRM) | (kind == UNIVERSITY) | (rng.random(count) < p["arrival.known_country"])
        region = np.minimum(np.searchsorted(self.known, rng.random(count), side="right"), self.regions - 1)
        self.authors.append(
            count, kind=kind, activity=busy * rng.gamma(shape) / shape, region=np.where(stated, region, self.regions),
            commercial=(kind == FIRM) | (rng.random(count) < p["derivation.commercial_authors"]),
            own_licence=(rng.random(count) < p["derivation.licence_drift"]) & (kind != QUANTISER), habit=-1, last_parent=-1)

    def spread_awareness(self):
        p, total = self.p, self.recent.sum(axis=0)
        share = np.divide(self.recent, total, out=np.zeros_like(self.recent), where=total > 0)
        rate = (p["arrival.innovate"] + p["arrival.imitate"] * share) * (self.known_since < self.week)[:, None]
        self.awareness = 1 - (1 - self.awareness) * np.exp(-rate * self.dt)

    def derive(self, exposure):
        p = self.p
        progress = 1 / (1 + np.exp(-p["derivation.language_growth"] * (self.year - p["derivation.language_midpoint"])))
        language, diffusion = p["derivation.language_share"] * progress, p["derivation.diffusion_share"] * progress
        rest = 1 - language - diffusion
        self.demand = np.cumsum([language, diffusion, 0.62 * rest, 0.18 * rest, 0.18 * rest])
        self.appeal, self.sums = self.appeal_of_bases(), None
        opportunities = self.rng.poisson(exposure)
        busy = np.flatnonzero(opportunities)
        left, works, lone = opportunities[busy], [], []
        while busy.size:
            derived, independent = self.publish(busy)
            works.append(derived)
            lone.append(independent)
            left -= 1
            busy, left = busy[left > 0], left[left > 0]
        if works:
            self.join(*(np.concatenate(column) for column in zip(*works)), np.concatenate(lone))

    def appeal_of_bases(self):
        """Weights of the bases that are out, for those whom limits on commercial use concern and not, by region."""
        p, out = self.p, slice(0, self.out)
        family, language, age = self.family[out], self.task[out] == LANGUAGE, self.year - self.born[out]
        doubling = self.size[out].astype(int)
        rival = (doubling[:, None] == doubling) & language
        best = np.where(rival, self.eci[out], -np.inf).max(axis=1, initial=-np.inf)
        ahead = np.subtract(self.eci[out], best, out=np.zeros(self.out), where=language)
        off = (self.size[out] - np.log2(p["derivation.size_optimum"])) / p["derivation.size_width"]
        purpose = self.purpose[out]
        finish = p["derivation.instruct"] * (purpose == "instruct") + p["derivation.code"] * (purpose == "code")
        special = p["derivation.capability"] * ahead / 10 - off ** 2 / 2 + p["derivation.launch"] * (age < LAUNCH) + finish
        own = p["derivation.ageing"] * age + self.attraction[out]
        own += np.where(language, special, p["derivation.finished"] * (purpose == "embedding"))
        name = p["derivation.brand"] * self.brand_derive * p["derivation.brand_carried"] ** max(0.0, self.year - 2024.25)
        name += p["derivation.network"] * np.log1p(self.recent.sum(axis=1))
        taste = name[:, None] + p["derivation.awareness"] * np.log(self.awareness)
        taste[np.arange(len(name)), self.family_country] += p["derivation.home"]
        limits = 2 * (p["derivation.non_commercial"] * (self.openness[out] == OPENNESS["gated_research"])
                      + p["derivation.restricted"] * (self.openness[out] == OPENNESS["restricted_commercial"]))
        utility = own + language * (taste[family].T + limits * np.array([0, 1])[:, None, None])
        return np.exp(utility - utility.max(initial=-np.inf))

    def choose(self, who, task, family=None):
        """A base for each author, -1 for none: of the class, and of the family where one is named."""
        authors, out = self.authors, slice(0, self.out)
        weight = self.appeal[authors["commercial"][who].astype(int), authors["region"][who]] * (self.task[out] == task[:, None])
        closed = (self.openness[out] < PERMISSIVE) & (self.task[out] == LANGUAGE)
        weight *= ~((authors["kind"][who] == BULK)[:, None] & closed)
        if family is not None:
            weight *= self.family[out] == family[:, None]
        return draw_by_weight(weight, self.rng.random(len(who)))

    def publish(self, busy):
        """One work of each author: author, base, kind, first and second parent of those derived; authors of the others."""
        p, rng, authors = self.p, self.rng, self.authors
        authors["works"][busy] += 1
        stated = rng.random(len(busy)) < p["arrival.stated_base"]
        who = busy[stated]
        if not who.size or not self.out:
            return np.zeros((5, 0), dtype=int), busy
        task = np.searchsorted(self.demand, rng.random(len(who)), side="right")
        returns, last, habit = rng.random(len(who)) < p["derivation.habit"], authors["last_parent"][who], authors["habit"][who]
        series = returns & (last >= 0) & (rng.random(len(who)) < p["derivation.series"])
        base = np.where(series, self.nodes["base"][last], -1)
        loyal = returns & ~series & (habit >= 0)
        base[loyal] = self.choose(who[loyal], task[loyal], habit[loyal])
        free = base < 0
        base[free] = self.choose(who[free], task[free])
        derived = base >= 0
        lone = np.concatenate([busy[~stated], who[~derived]])
        who, base, series, last = who[derived], base[derived], series[derived], last[derived]
        authors["habit"][who] = self.family[base]
        kind = (self.kinds_of[authors["kind"][who], :-1] <= rng.random(len(who))[:, None]).sum(axis=1)
        direct = rng.random(len(who)) < self.direct[kind]
        first = np.where(series, last, np.where(direct, self.node[base], self.draw_in_trees(base)))
        second = np.where(kind == KINDS.index("merge"), self.draw_in_trees(base), -1)
        return np.array([who, base, kind, first, np.where(second == first, -1, second)]), lone

    def draw_in_trees(self, base):
        """A node of each base's tree, in proportion to its weight at the start of the week."""
        if self.sums is None:
            p, nodes = self.p, self.nodes
            weight = nodes["fitness"] * (1.0 + nodes["children"]) ** p["derivation.popularity"]
            weight *= np.exp((nodes["born"] - self.now) / p["derivation.decay"])
            self.order = np.argsort(nodes["base"], kind="stable")
            self.sums = np.concatenate([[0.0], np.cumsum(weight[self.order])])
            self.ends = np.searchsorted(nodes["base"][self.order], np.arange(self.out + 1))
        low, high = self.sums[self.ends[base]], self.sums[self.ends[base + 1]]
        drawn = np.searchsorted(self.sums, low + self.rng.random(len(base)) * (high - low), side="right") - 1
        return self.order[np.clip(drawn, self.ends[base], self.ends[base + 1] - 1)]

    def join(self, who, base, kind, first, second, lone):
        """The works of the week: derived ones enter their trees, all of them are there to be downloaded."""
        p, rng, authors, nodes = self.p, self.rng, self.authors, self.nodes
        before = nodes["licence"][first]
        licence = np.where(authors["own_licence"][who], PERMISSIVE, before)
        np.add.at(nodes["children"], first, 1)
        np.add.at(nodes["children"], second[second >= 0], 1)
        fitness = np.exp(p["derivation.fitness_spread"] * np.clip(rng.standard_normal(len(who)), -2.5, 2.5))
        nodes.append(len(who), base=base, depth=nodes["depth"][first] + 1, licence=licence, fitness=fitness, born=self.now,
                     kind=kind, two_parents=second >= 0, breach=licence > before)
        authors["last_parent"][who] = first
        np.add.at(self.recent, (self.family[base], authors["region"][who]), 1 / self.scale)
        language = self.task[base] == LANGUAGE
        np.add.at(self.derivatives[:, self.week // self.steps_a_year], self.family[base[language]], 1)
        self.independents += len(lone)
        independent = rng.random(len(lone)) < p["downloads.independent_language"]
        self.downloads.find_users(np.concatenate([who, lone]), np.concatenate([language, independent]))

    def statistics(self):
        nodes, downloads, out = self.nodes, self.downloads, {}
        for year in range(2, self.week // self.steps_a_year):
            for what, flow in (("derivatives", self.derivatives[:, year]), ("official", downloads.official[:, year])):
                if what == "derivatives" or year >= 4:
                    total = flow.sum()
                    out |= {f"{what} {name} year {year}": n / total if total else 0.0 for name, n in zip(self.names, flow)}
        derived = nodes["kind"] >= 0
        children, depth, kind = (nodes[name][derived] for name in ("children", "depth", "kind"))
        works = np.sort(self.authors["works"])[::-1]
        for family in (1, 2):
            out[f"awareness of {self.names[family]} at the end"] = self.awareness[family, -1]
        return out | {
            "derivatives": len(depth), "independent works": self.independents,
            "nodes without children": np.mean(children == 0), "nodes with 1 child": np.mean(children == 1),
            "nodes with 2 children": np.mean(children == 2), "nodes with 3 or more children": np.mean(children >= 3),
            "most children of a derivative": children.max(), "derivatives on a base": np.mean(depth == 1),
            "mean depth": depth.mean(), "greatest depth": depth.max(),
            "largest tree": np.bincount(nodes["base"][derived]).max() / len(depth),
            "adapters": np.mean(kind == KINDS.index("adapter")), "quantisations": np.mean(kind == KINDS.index("quantisation")),
            "merges with two parents": nodes["two_parents"].sum(),
            "permissive derivatives": np.mean(nodes["licence"][derived] == PERMISSIVE),
            "breaches": np.mean(nodes["breach"][derived]),
            "works of the busiest 1% of authors": works[:len(works) // 100].sum() / works.sum(),
            "downloads": downloads.all, "downloads under a year": downloads.young / downloads.all,
            "downloads, creator CN": downloads.by_region[1] / downloads.all, "downloads, creator unknown": downloads.by_region[-1] / downloads.all,
            "downloads, creator unaffiliated": downloads.by_creator[0] / downloads.all,
        }


def simulate(given, seed):
    """One history of the parameters that `docking parameters` prints: its statistics by name."""
    ecosystem = ReducedEcosystem(given, seed)
    for _ in range(given["steps"]):
        ecosystem.step()
    return {name: float(value) for name, value in ecosystem.statistics().items()}


if __name__ == "__main__":
    print_histories(__doc__, simulate)
