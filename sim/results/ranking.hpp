// The open models of a recorded history by capability, as a leaderboard lists them, and how much of that is luck.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/results/result_file.hpp"
#include "sim/time/calendar.hpp"

namespace sim {

struct RankingOptions {
  std::string policy;  // empty: the reference
  std::size_t world = 0, member = 0;
  std::optional<Date> at;  // models published by then; nothing: by the last recording date
  std::size_t top = 10;    // places; 0 is all
};

struct RankedModel {
  std::size_t place = 0;
  std::string model, family, lab, country, licence;
  Date born;
  double capability = 0.0;  // log10 of effective training compute, FLOP
  // Shares of the recorded histories in which some model of its family, of its lab, is in the first `Ranking::top`.
  double family_share = 0.0, lab_share = 0.0;
};

template <class Visit>
void fields(Visit&& visit, const RankedModel& m) {
  visit("place", m.place, "1 is the most capable");
  visit("model", m.model, "name of the model, or its lab, release and size");
  visit("family", m.family, "family");
  visit("lab", m.lab, "lab");
  visit("country", m.country, "country of the lab");
  visit("licence", m.licence, "licence");
  visit("released", to_string(m.born), "date of publication");
  visit("capability", m.capability, "log10 of effective training compute, FLOP");
  visit("family_share", m.family_share, "share of histories in which its family is in the first places");
  visit("lab_share", m.lab_share, "share of histories in which its lab is in the first places");
}

// The best model of a country, and what stands before it.
struct RankedCountry {
  std::string country, best;
  std::size_t place = 0, labs_ahead = 0;
  std::vector<std::string> countries_ahead;                 // of the models ahead, most models first
  std::vector<std::size_t> models_ahead_of, labs_ahead_of;  // of each of these countries
  // Models ahead of its best one over the recorded histories in which it has one: 10%, 50% and 90% quantile.
  double low = 0.0, median = 0.0, high = 0.0;
  std::size_t histories = 0;
};

template <class Visit>
void fields(Visit&& visit, const RankedCountry& c) {
  visit("country", c.country, "country of the lab");
  visit("best", c.best, "its most capable model");
  visit("place", c.place, "place of that model");
  visit("models_ahead", c.place - 1, "models of other countries ahead of it");
  visit("labs_ahead", c.labs_ahead, "labs of these models");
  visit("countries_ahead", c.countries_ahead, "countries of these models, most models first");
  visit("models_by_country", c.models_ahead_of, "models ahead from each of these countries");
  visit("labs_by_country", c.labs_ahead_of, "labs of these models");
  visit("models_ahead_low", c.low, "over histories: 10% quantile");
  visit("models_ahead_median", c.median, "over histories: median");
  visit("models_ahead_high", c.high, "over histories: 90% quantile");
  visit("histories", c.histories, "in which the country has a model");
}

struct Ranking {
  std::string policy;
  std::size_t world = 0, member = 0, models = 0;
  Date at;
  std::size_t top = 0;        // places that shares of histories count
  std::size_t histories = 0;  // recorded, of the policy
  std::vector<RankedModel> rows;
  std::vector<RankedCountry> countries;  // in order of their best models
};

template <class Visit>
void fields(Visit&& visit, const Ranking& r) {
  visit("policy", r.policy, "policy");
  visit("world", r.world, "world");
  visit("member", r.member, "member");
  visit("at", to_string(r.at), "date");
  visit("models", r.models, "open models with a capability");
  visit("top", r.top, "places that shares of histories count");
  visit("histories", r.histories, "recorded histories of the policy");
}

// Bases that have a capability: open language models, in order of it, the earlier first among equals. Throws
// Error(invalid_input) as read_lineage does, and where no model had come out by the date.
Ranking ranking_of(const ResultFile& result, const RankingOptions& options);

}  // namespace sim
