// The catalogue of measures: adding one is a new file and one line here.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

const std::vector<const Measure*>& catalogue() {
  static const std::vector<const Measure*> list = [] {
    std::vector<const Measure*> all;
    {
      extern const Measure download_share;
      all.push_back(&download_share);
    }
    {
      extern const Measure derivative_share;
      all.push_back(&derivative_share);
    }
    {
      extern const Measure derivative_share_without_bulk;
      all.push_back(&derivative_share_without_bulk);
    }
    {
      extern const Measure frontier_lag;
      all.push_back(&frontier_lag);
    }
    {
      extern const Measure frontier_gap;
      all.push_back(&frontier_gap);
    }
    {
      extern const Measure adoption;
      all.push_back(&adoption);
    }
    {
      extern const Measure token_share;
      all.push_back(&token_share);
    }
    {
      extern const Measure closed_dependence;
      all.push_back(&closed_dependence);
    }
    {
      extern const Measure exposure;
      all.push_back(&exposure);
    }
    {
      extern const Measure licence_mix;
      all.push_back(&licence_mix);
    }
    {
      extern const Measure concentration;
      all.push_back(&concentration);
    }
    {
      extern const Measure models;
      all.push_back(&models);
    }
    {
      extern const Measure compute;
      all.push_back(&compute);
    }
    {
      extern const Measure overtaking;
      all.push_back(&overtaking);
    }
    return all;
  }();
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
  c["statistic"] = {"hhi_families", "top_50_entities", "top_1_percent_of_models"};
  c["risk"] = {"chinese_bases", "agent_hijacking", "misinformation"};
  for (const auto word : token_origin_words) c["token_origin"].emplace_back(word);
  for (const auto word : adoption_mode_words) c["mode"].emplace_back(word);
  for (const auto word : licence_words) c["licence"].emplace_back(word);
  for (const auto word : derivation_kind_words) c["kind"].emplace_back(word);
  for (const auto word : sector_words) c["sector"].emplace_back(word);
  for (const Race& race : races) c["race"].push_back(std::string(race.challenger) + "-" + std::string(race.leader));
  c["family"] = names.families;
  c["lab"] = names.labs;
  return c;
}

}  // namespace weightshed::measures
