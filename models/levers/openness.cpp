// Levers on what labs publish, when, and under which licence.
#include "models/levers/press.hpp"

namespace weightshed::levers {

namespace {

constexpr std::string_view openness_words[] = {"own decision", "closed", "open"};
constexpr std::string_view licence_words_of_labs[] = {"own decision", "restricted", "permissive"};
constexpr std::string_view classes[] = {"permissive", "restricted"};
constexpr std::string_view tiers[] = {"every tier", "flagship", "second line"};

constexpr sim::LeverOption rule[] = {
    {.key = "class", .unit = "1", .words = classes, .description = "the class of licence that is required"},
    {.key = "tier", .unit = "1", .high = 2.0, .words = tiers, .description = "the releases that it binds"}};

constexpr sim::LeverOption duty[] = {
    {.key = "delay", .unit = "years", .high = 3.0, .description = "time until the weights may come out"},
    {.key = "withheld", .unit = "1", .description = "share of such releases whose weights never come out"},
    {.key = "cost", .unit = "USD", .high = 1e9, .description = "what a release costs its lab"}};

constexpr Lever list[] = {
    {{.key = "open_weight_programme",
      .unit = "USD / year",
      .high = 2e10,
      .index = {.of = "country"},
      .priced = true,
      .effect = {"derivative_share", "country=US", "of=US", true},
      .description = "Budget per year of one public programme of a country or bloc that trains frontier-class models "
                     "and releases their weights under a permissive licence; `us.open_weight_programme` is another "
                     "spelling for that of the US",
      .source = "size for comparison: ATOM project 2025 (about 1e8 USD of compute per year)",
      .cause = "A public programme trains large models and releases their weights under a permissive licence.",
      .unseen = "what the money and the people would have done elsewhere"},
     [](Value v, Facts, Terms& t) {
       each(v.target.of, t.open_programme.size(), [&](std::size_t c) { t.open_programme[c] += v.value; });
     }},

    {{.key = "lab.openness",
      .unit = "1",
      .high = 2.0,
      .index = {.of = "lab"},
      .words = openness_words,
      .effect = {"licence_mix", "stage=releases;licence=api_only", "of=openai", false},
      .description = "Overrides a lab's own choice for its flagship and its second line",
      .source = "by construction",
      .cause = "The lab’s own choice to open its weights or to keep them is overridden.",
      .unseen = "what the lab gains or loses by it"},
     [](Value v, Facts, Terms& t) {
       if (v.value < 0.5) return;
       const int state = v.value < 1.5 ? 0 : 1;
       each(v.target.of, t.openness.forced.size(), [&](std::size_t lab) {
         int& forced = t.openness.forced[lab];
         forced = forced < 0 ? state : std::min(forced, state);
       });
     }},

    {{.key = "cn.export_of_weights",
      .unit = "1",
      .effect = {"derivative_share", "country=CN", "", false},
      .description = "Probability that a Chinese lab's release of open weights is refused, so that the model is "
                     "offered only through an API; weights already released stay available",
      .source = "no such rule existed by the vintage; scale by construction",
      .cause = "Models that may not be released as weights are offered over an interface only; weights already out "
               "stay out.",
      .unseen = "what Chinese labs lose in standing and in custom"},
     [](Value v, Facts r, Terms& t) { strictest(t.openness.forbidden[at(r.china)], v.value); }},

    {{.key = "cn.open_encouragement",
      .unit = "1",
      .low = -5.0,
      .high = 5.0,
      .effect = {"derivative_share", "country=CN", "", true},
      .description = "Push on the latent scale on which Chinese labs decide to open or close, beyond the encouragement "
                     "since 2025; a negative value restrains opening",
      .source =
          "government work reports and the AI Plus guidelines of 2025-08 name open source; the scale is judgement: "
          "stances lie between -5 and 5",
      .cause = "Encouragement tips the balance for labs that waver between opening and closing."},
     [](Value v, Facts r, Terms& t) { t.openness.push[at(r.china)] += v.value; }},

    {{.key = "cn.state_leash",
      .unit = "1",
      .high = 5.0,
      .effect = {"derivative_share", "country=CN", "", false},
      .description = "Pressure on China's leading labs not to open their weights (limits on travel, approvals, "
                     "delays); it is subtracted from the state's encouragement",
      .source = "press of 2025-03-14: limits on travel by DeepSeek's staff after V3 and R1; scale by construction",
      .cause = "Pressure on leading labs weighs against opening their weights."},
     [](Value v, Facts r, Terms& t) { strictest(t.openness.leash[at(r.china)], v.value); }},

    {{.key = "us.open_release_limit",
      .unit = "orders",
      .low = 22.0,
      .high = no_limit,
      .neutral = no_limit,
      .effect = {"derivative_share", "country=US", "", false},
      .description = "Training compute, in log10 FLOP, above which a US lab's release of open weights is refused, so "
                     "that the model is offered only through an API; weights already released stay available",
      .source = "no such rule existed by the vintage; for comparison: the reporting threshold of Executive Order 14110 "
                "was 26",
      .cause = "The largest models may not be released as weights and are offered over an interface only.",
      .unseen = "what labs below the limit gain or lose"},
     [](Value v, Facts r, Terms& t) {
       double& limit = t.openness.limit[at(r.united_states)];
       limit = std::min(limit, v.value);
     }},

    {{.key = "licence_rule",
      .unit = "1",
      .index = {.of = "country"},
      .options = rule,
      .effect = {"licence_mix", "stage=releases;licence=permissive", "of=CN", true},
      .description = "Share of a country's open releases that must carry a permissive licence, or, with `class = "
                     "\"restricted\"`, must not",
      .source = "no such rule existed by the vintage; scale by construction",
      .cause = "The licence is set by the rule and not by the lab.",
      .unseen = "labs that would rather not publish"},
     [](Value v, Facts, Terms& t) {
       std::array<std::vector<double>, 2>& shares = v.options[0] < 0.5 ? t.openness.permissive : t.openness.restricted;
       for (std::size_t line = 0; line < 2; ++line) {
         if (v.options[1] > 0.5 && static_cast<std::size_t>(v.options[1] - 0.5) != line) continue;
         each(v.target.of, shares[line].size(), [&](std::size_t c) { strictest(shares[line][c], v.value); });
       }
     }},

    {{.key = "lab.licence",
      .unit = "1",
      .high = 2.0,
      .index = {.of = "lab"},
      .words = licence_words_of_labs,
      .effect = {"licence_mix", "stage=releases;licence=permissive", "of=meta", true},
      .description = "Overrides a lab's own choice of licence for the weights that it publishes",
      .source = "by construction",
      .cause = "The licence is set by the study and not by the lab."},
     [](Value v, Facts, Terms& t) {
       if (v.value < 0.5) return;
       const int state = v.value < 1.5 ? 0 : 1;
       each(v.target.of, t.openness.licence.size(), [&](std::size_t lab) {
         int& licence = t.openness.licence[lab];
         licence = licence < 0 ? state : std::min(licence, state);
       });
     }},

    {{.key = "release_duty",
      .unit = "orders",
      .low = 22.0,
      .high = no_limit,
      .neutral = no_limit,
      .index = {.of = "country"},
      .options = duty,
      .needs_option = true,
      .effect = {"derivative_share", "country=CN", "of=CN", false},
      .description =
          "Training compute, in log10 FLOP, from which a lab has duties before it publishes weights, as under "
          "an act on general-purpose models: `delay`, `withheld` and `cost` say what they do, and without any of them "
          "nothing changes",
      .source =
          "EU AI Act (Regulation 2024/1689), Articles 51 to 55: presumed systemic risk from 25; duties apply since "
          "2025-08-02: reference table policy_dates; delay, share and cost: judgement",
      .cause = "The largest open models come out later, or not at all, and each release costs its lab money.",
      .unseen = "harm that the duties prevent, or on labs that train just below the threshold"},
     [](Value v, Facts, Terms& t) {
       if (v.value >= no_limit) return;
       DutyTerms& d = t.openness.duty;
       each(v.target.of, d.threshold.size(), [&](std::size_t c) {
         least(d.threshold[c], v.value);
         strictest(d.delay[c], v.options[0]);
         strictest(d.withheld[c], v.options[1]);
         d.cost[c] += v.options[2];
       });
     }},
};

}  // namespace

std::span<const Lever> of_openness() { return list; }

}  // namespace weightshed::levers
