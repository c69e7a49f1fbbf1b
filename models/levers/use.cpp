// Levers on what users may, must or want to use: bans, procurement, certificates, the Hub, programmes.
#include "models/levers/press.hpp"
#include "models/roster/names.hpp"

namespace weightshed::levers {

namespace {

using Sectors = std::array<bool, sectors>;
constexpr Sectors all_sectors{true, true, true, true};
constexpr Sectors public_sectors{true, true, false, false};  // government, critical infrastructure

constexpr sim::LeverOption certificate[] = {
    {.key = "limit",
     .unit = "1",
     .low = 1.0,
     .high = 100.0,
     .initial = 2.0,
     .description = "how many times as easily as US models a family may be hijacked and still pass (judgement)"}};
constexpr sim::LeverOption mirrored[] = {
    {.key = "mirrored", .unit = "1", .initial = 0.3, .description = "share found elsewhere (judgement)"}};
constexpr sim::LeverOption evaded[] = {
    {.key = "evaded", .unit = "1", .initial = 0.3, .description = "share that users get at all the same (judgement)"}};
constexpr sim::LeverOption yearly_cost[] = {
    {.key = "cost", .unit = "USD / year", .high = 2e10, .description = "public money that it takes"}};

template <class Function>
void each_buyer(Value v, Terms& t, Function with) {
  each(v.target.in, t.use.countries, [&](std::size_t region) {
    each(v.target.sector, sectors,
         [&](std::size_t sector) { with(region, t.use.procurement[region * sectors + sector]); });
  });
}

// The region, sectors and reach that an action states.
roster::Programme reaching(Value v, const Sectors& where_unnamed) {
  roster::Programme programme;
  programme.region = v.target.in == sim::any_index ? unknown_country : static_cast<CountryIndex>(v.target.in);
  programme.sectors = where_unnamed;
  if (v.target.sector != sim::any_index) {
    programme.sectors = {};
    programme.sectors[static_cast<std::size_t>(v.target.sector)] = true;
  }
  programme.reach = v.value;
  return programme;
}

void add_programme(Value v, Facts r, Terms& t, const Sectors& where_unnamed) {
  if (v.value <= 0.0) return;
  each(v.target.of, r.families.size(), [&](std::size_t f) {
    roster::Programme programme = reaching(v, where_unnamed);
    programme.family = static_cast<FamilyIndex>(f);
    programme.origin = r.families[f].country;
    t.use.programmes.push_back(programme);
  });
  t.use.programme_cost += v.options[0];
}

void keep_away(Value v, Terms& t, double share) {
  each(v.target.of, t.use.countries, [&](std::size_t origin) { strictest(t.use.hub.closed[origin], share); });
}
void press_hub(Value v, Facts, Terms& t) { keep_away(v, t, v.value); }
void press_hub_with_leak(Value v, Facts, Terms& t) { keep_away(v, t, v.value * (1.0 - v.options[0])); }

constexpr Lever list[] = {
    {{.key = "ban_foreign_weights",
      .unit = "1",
      .index = {.of = "country", .in = "country", .sectors = "sector"},
      .effect = {"adoption", "region=EU;origin=CN;mode=hosted_open_weights", "of=CN;in=EU", false},
      .description = "Strength of a ban: in the region and sector, the weight of models from the banned origin is "
                     "multiplied by 1 - value; a ban without `sectors` also binds developers and downloads",
      .source = "scale by construction; bans on government devices in 2025 cover apps, not weights",
      .cause = "Models from the banned origin lose their weight in the choices of the region.",
      .unseen = "what users lose by the change, or on enforcement"},
     [](Value v, Facts, Terms& t) {
       each(v.target.in, t.use.countries, [&](std::size_t region) {
         each(v.target.sector, sectors, [&](std::size_t sector) {
           each(v.target.of, t.use.countries, [&](std::size_t origin) {
             if (origin != region) strictest(t.use.at_forbidden(region, sector, origin), v.value);
           });
         });
       });
     }},

    {{.key = "procurement.open",
      .unit = "1",
      .index = {.in = "country", .sectors = "sector"},
      .effect = {"adoption", "region=EU;origin=US;mode=closed_api", "in=EU", false},
      .description = "Share of purchases in the region and sector that must be of open weights",
      .source = "scale by construction; for comparison: the EU's strategy for open source in government (2020 to 2023)",
      .cause = "Public buyers choose among open models only.",
      .unseen = "dearer or weaker products"},
     [](Value v, Facts, Terms& t) {
       each_buyer(v, t, [&](std::size_t, ProcurementTerms& buyer) { strictest(buyer.open, v.value); });
     }},

    {{.key = "procurement.home",
      .unit = "1",
      .index = {.in = "country", .sectors = "sector"},
      .effect = {"adoption", "region=EU;origin=other;mode=hosted_open_weights", "in=EU", true},
      .description = "Share of purchases in the region and sector that must be of a maker in the region",
      .source = "scale by construction",
      .cause = "Public buyers choose among makers in their region.",
      .unseen = "dearer or weaker products"},
     [](Value v, Facts, Terms& t) {
       each_buyer(v, t, [&](std::size_t, ProcurementTerms& buyer) { strictest(buyer.home, v.value); });
     }},

    {{.key = "procurement.certified",
      .unit = "1",
      .index = {.in = "country", .sectors = "sector"},
      .options = certificate,
      .effect = {"adoption", "region=EU;origin=CN;mode=hosted_open_weights", "in=EU", false},
      .description = "Share of purchases in the region and sector that must be of families with a safety certificate: "
                     "those whose country's models are hijacked at most `limit` times as easily as US ones",
      .source = "scale by construction; rates of hijacking: CAISI 2025-09, through the cards of adoption",
      .cause = "Public buyers choose among certified models only.",
      .unseen = "the certificates, or dearer and weaker products"},
     [](Value v, Facts, Terms& t) {
       if (v.value <= 0.0) return;
       each_buyer(v, t, [&](std::size_t, ProcurementTerms& buyer) {
         strictest(buyer.certified, v.value);
         least(buyer.hijacking_limit, v.options[0]);
       });
     }},

    {{.key = "safety_certification",
      .unit = "1",
      .index = {.in = "country", .sectors = "sector"},
      .options = certificate,
      .effect = {"adoption", "region=EU;origin=CN;mode=hosted_open_weights", "in=EU", false},
      .description = "Share of its choices in the region and sector that a family without a safety certificate loses; "
                     "what passes is as for procurement.certified",
      .source = "scale by construction; rates of hijacking: CAISI 2025-09, through the cards of adoption",
      .cause = "Models without a certificate lose part of their buyers.",
      .unseen = "the certificates, or on labs that harden their models to pass"},
     [](Value v, Facts, Terms& t) {
       if (v.value <= 0.0) return;
       each_buyer(v, t, [&](std::size_t, ProcurementTerms& buyer) {
         strictest(buyer.uncertified_loss, v.value);
         least(buyer.hijacking_limit, v.options[0]);
       });
     }},

    {{.key = "hub.gating",
      .unit = "1",
      .index = {.of = "country"},
      .effect = {"derivative_share", "country=CN", "of=CN", false},
      .description = "Share of those who would take a model of the origin from the Hub that a gate (a form, a check of "
                     "identity) keeps away, everywhere",
      .source = "scale by construction; the Hub has offered gated access since 2022",
      .cause = "A form or a check keeps some users from downloading.",
      .unseen = "the privacy and the time of users"},
     press_hub},

    {{.key = "hub.delisting",
      .unit = "1",
      .index = {.of = "country"},
      .options = mirrored,
      .effect = {"download_share", "age=all;creator_country=CN", "of=CN", false},
      .description =
          "Share of an origin's models that the Hub takes down; users find `mirrored` of them elsewhere, and "
          "what has been built on them stays",
      .source = "no such act existed by the vintage; scale by construction",
      .cause = "What is taken down is partly found elsewhere, and what has been built on it stays.",
      .unseen = "research that needs the models, or on trust in the Hub"},
     press_hub_with_leak},

    {{.key = "hub.geoblocking",
      .unit = "1",
      .index = {.of = "country", .in = "country"},
      .options = evaded,
      .effect = {"download_share", "age=all;creator_country=CN", "of=CN;in=EU", false},
      .description = "Share of an origin's models that the Hub does not serve in the region; users get at `evaded` of "
                     "them all the same",
      .source = "scale by construction; for comparison: Meta's licence of Llama 3.2 and 4 leaves out the EU for "
                "multimodal models (2024-09, 2025-04)",
      .cause = "What is not served in a region is partly got round.",
      .unseen = "research that needs the models, or on trust in the Hub"},
     [](Value v, Facts, Terms& t) {
       each(v.target.in, t.use.countries, [&](std::size_t region) {
         each(v.target.of, t.use.countries, [&](std::size_t origin) {
           if (origin == region) return;
           strictest(t.use.hub.geoblocked[region * t.use.countries + origin], v.value * (1.0 - v.options[0]));
         });
       });
     }},

    {{.key = "lab.gating",
      .unit = "1",
      .index = {.of = "lab"},
      .effect = {"derivative_share", "country=CN", "of=alibaba", false},
      .description = "Share of those who would take a model of the lab that its own gate keeps away; labs that enter "
                     "later have none",
      .source =
          "scale by construction; for comparison: Llama and Gemma ask for agreement to a licence before a download",
      .cause = "The lab’s own gate keeps some users away."},
     [](Value v, Facts r, Terms& t) {
       if (v.value <= 0.0) return;
       std::vector<double>& gated = t.use.hub.gated;
       gated.resize(roster::families_of(r), 0.0);
       for (std::size_t f = 0; f < r.families.size(); ++f) {
         const bool aimed = v.target.of == sim::any_index || v.target.of == static_cast<int>(r.families[f].lab);
         if (aimed) strictest(gated[f], v.value);
       }
     }},

    {{.key = "sovereign_programme",
      .unit = "1",
      .index = {.of = "family", .in = "country", .sectors = "sector", .named = true},
      .options = yearly_cost,
      .priced = true,
      .effect = {"adoption", "region=EU;origin=CN;mode=hosted_open_weights", "of=Qwen;in=EU", true},
      .description = "Share of the organisations of the region and sector, government and critical infrastructure if "
                     "none is named, that a national programme built on a family reaches",
      .source =
          "reference table adoption_programmes: SEA-LION and K2 Think stand on Qwen (2025); scale by construction",
      .cause = "A national programme brings organisations to the family that it builds on.",
      .unseen = "what the organisations would have chosen"},
     [](Value v, Facts r, Terms& t) { add_programme(v, r, t, public_sectors); }},

    {{.key = "export_promotion",
      .unit = "1",
      .index = {.of = "family", .in = "country", .sectors = "sector", .named = true},
      .options = yearly_cost,
      .priced = true,
      .effect = {"adoption", "region=AFRICA;origin=CN;mode=hosted_open_weights", "of=DeepSeek;in=AFRICA", true},
      .description =
          "Share of the organisations of the region and sector, all sectors if none is named, that a promoted "
          "cloud offer with a family reaches",
      .source = "reference table adoption_programmes: Huawei Cloud with DeepSeek in Africa (2025); American AI Exports "
                "Program (Executive Order 14320, 2025-07-23); scale by construction",
      .cause = "A promoted cloud offer brings organisations to a family.",
      .unseen = "what the organisations would have chosen"},
     [](Value v, Facts r, Terms& t) { add_programme(v, r, t, all_sectors); }},

    {{.key = "origin_preference",
      .unit = "1",
      .index = {.of = "country", .in = "country", .sectors = "sector"},
      .effect = {"adoption", "region=US;origin=CN;mode=hosted_open_weights", "of=CN;in=US", true},
      .description = "Share of the organisations of the region and sector that turn to open weights of an origin, as "
                     "start-ups do for cost and licence",
      .source =
          "reference table adoption_programmes: US start-ups on Chinese open models (2025); scale by construction",
      .cause = "Organisations turn to open models of an origin for cost and licence."},
     [](Value v, Facts, Terms& t) {
       if (v.value <= 0.0) return;
       each(v.target.of, t.use.countries, [&](std::size_t origin) {
         roster::Programme programme = reaching(v, all_sectors);
         programme.origin = static_cast<CountryIndex>(origin);
         t.use.programmes.push_back(programme);
       });
     }},

    {{.key = "purchase",
      .unit = "1",
      .index = {.of = "family", .in = "family", .named = true},
      .effect = {"exposure", "region=world;risk=chinese_bases", "of=Qwen;in=Llama", true},
      .description =
          "Share of the users of the family under `in` whose product comes to stand on the family under `of`, "
          "as after a purchase",
      .source = "reference table adoption_programmes: Meta buys Manus (2025-12-29); scale by construction",
      .cause = "The product of those users comes to stand on another family."},
     [](Value v, Facts r, Terms& t) {
       if (v.value <= 0.0) return;
       each(v.target.in, r.families.size(), [&](std::size_t buyer) {
         each(v.target.of, r.families.size(), [&](std::size_t bought) {
           if (buyer == bought) return;
           roster::Programme purchase;
           purchase.sectors = all_sectors;
           purchase.buyer = static_cast<FamilyIndex>(buyer);
           purchase.family = static_cast<FamilyIndex>(bought);
           purchase.origin = r.families[bought].country;
           purchase.reach = v.value;
           t.use.purchases.push_back(purchase);
         });
       });
     }},

    {{.key = "compute_credits",
      .unit = "USD / year",
      .high = 2e10,
      .index = {.in = "country"},
      .priced = true,
      .effect = {"adoption", "region=EU;origin=US;mode=closed_api", "in=EU", false},
      .description =
          "Public budget per year for start-ups of the region that run open weights: it pays the bills of as "
          "many as it is enough for",
      .source =
          "size for comparison: NAIRR pilot, 2024 (tens of millions of USD a year); number and bills of start-ups: "
          "the cards of adoption",
      .cause = "Credits pay the bills of start-ups that run open models.",
      .unseen = "what the start-ups would have bought anyway"},
     [](Value v, Facts, Terms& t) {
       each(v.target.in, t.use.credits.size(), [&](std::size_t region) { t.use.credits[region] += v.value; });
     }},
};

}  // namespace

std::span<const Lever> of_use() { return list; }

}  // namespace weightshed::levers
