// The catalogue of measures: a new one is a new file, and its name here.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

extern const Measure download_share, derivative_share, derivative_share_without_bulk, frontier_lag, current_lag,
    frontier_gap, adoption, token_share, closed_dependence, exposure, licence_mix, concentration, models, compute,
    overtaking, family_derivatives, family_derivative_share_without_bulk, family_downloads, open_bases, policy_cost,
    adoption_by_sector, closed_dependence_by_sector, exposure_by_sector, adoption_by_jurisdiction, mixture_of_experts,
    training_efficiency, induced_efficiency, closed_price, api_revenue, permissive_licences;

std::span<const Measure* const> catalogue() {
  static constexpr const Measure* list[] = {&download_share,
                                            &derivative_share,
                                            &derivative_share_without_bulk,
                                            &frontier_lag,
                                            &current_lag,
                                            &frontier_gap,
                                            &adoption,
                                            &token_share,
                                            &closed_dependence,
                                            &exposure,
                                            &licence_mix,
                                            &concentration,
                                            &models,
                                            &compute,
                                            &overtaking,
                                            &family_derivatives,
                                            &family_derivative_share_without_bulk,
                                            &family_downloads,
                                            &open_bases,
                                            &policy_cost,
                                            &adoption_by_sector,
                                            &closed_dependence_by_sector,
                                            &exposure_by_sector,
                                            &adoption_by_jurisdiction,
                                            &mixture_of_experts,
                                            &training_efficiency,
                                            &induced_efficiency,
                                            &closed_price,
                                            &api_revenue,
                                            &permissive_licences};
  return list;
}

sim::Coordinates coordinates(const Roster& roster, const Names& names) {
  sim::Coordinates c;
  for (const Jurisdiction& j : roster.jurisdictions) c["country"].push_back(j.code);
  c["creator_country"] = c["country"];
  c["creator_country"].push_back("unknown");
  c["region"] = c["country"];
  c["region"].push_back("world");
  c["age"] = {"under_a_year", "all"};
  c["pair"] = {"cn-us", "open-closed", "us_open-cn_open"};
  c["origin"] = {"CN", "US", "other"};
  c["stage"] = {"releases", "derivatives"};
  c["statistic"] = {"hhi_families", "top_50_entities", "top_1_percent_of_models", "top_0_01_percent_of_models"};
  c["window"] = {"in_period", "cumulative"};
  c["risk"] = {"chinese_bases", "agent_hijacking", "misinformation"};
  for (const auto word : token_origin_words) c["token_origin"].emplace_back(word);
  for (const auto word : adoption_mode_words) c["mode"].emplace_back(word);
  for (const auto word : permissive_licence_words) c["permissive_licence"].emplace_back(word);
  for (const auto word : licence_words) c["licence"].emplace_back(word);
  for (const auto word : derivation_kind_words) c["kind"].emplace_back(word);
  for (const auto word : payer_words) c["payer"].emplace_back(word);
  for (const auto word : sector_words) c["sector"].emplace_back(word);
  for (const Race& race : races) c["race"].push_back(std::string(race.challenger) + "-" + std::string(race.leader));
  c["family"] = names.families;
  c["lab"] = names.labs;
  return c;
}

}  // namespace weightshed::measures
