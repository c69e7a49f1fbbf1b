// A measure of the ecosystem: its card, and how it is read from the state; it can change nothing.
#pragma once

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "models/ecosystem/ecosystem.hpp"
#include "sim/model/model.hpp"
#include "sim/registry/cards.hpp"

namespace weightshed::measures {

// A measure reads the whole state: the names of its parts, without their namespaces.
using adoption::Organisation, adoption::TokenOrigin, adoption::token_origins, adoption::token_origin_words;
using downloads::PinnedNode;
using ecosystem::Assumptions, ecosystem::Ecosystem;
using labs::Lab;
using ledger::Flow, ledger::ReleaseRecord;
using lineage::Base, lineage::FamilyState, lineage::Models, lineage::NodeAttributes;
using roster::Jurisdiction, roster::Names, roster::Roster;

struct Measure {
  sim::MeasureCard card;
  // Fills `row`, the card's dimensions with the last fastest; NaN where there is nothing to measure.
  void (*observe)(const Ecosystem& e, const Assumptions& a, sim::StepRange window, std::span<double> row);
};

inline constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
inline double share_of(double part, double whole) { return whole > 0.0 ? part / whole : nothing; }

// Shares of the columns of a flow in its sum over some steps; NaN where nothing flowed.
inline void fill_shares(const Flow& flow, sim::StepRange steps, std::span<double> row) {
  std::fill(row.begin(), row.end(), 0.0);
  flow.add_sums(steps.first, steps.last, row);
  double total = 0.0;
  for (const double count : row) total += count;
  for (double& share : row) share = share_of(share, total);
}

// Counts of the columns of a flow, [window × column]: in some steps, and from the start of the run to their end.
inline void fill_counts(const Flow& flow, sim::StepRange steps, std::span<double> row) {
  std::fill(row.begin(), row.end(), 0.0);
  flow.add_sums(steps.first, steps.last, row.first(flow.width()));
  flow.add_sums(0, steps.last, row.last(flow.width()));
}

// Position of a country in the coordinate `origin`: China, the United States, other.
inline constexpr std::size_t origins = 3;
inline std::size_t origin_of(CountryIndex country, const Roster& roster) {
  return country == roster.china ? 0 : country == roster.united_states ? 1 : 2;
}

// All measures of the model, in the order of the catalogue.
std::span<const Measure* const> catalogue();

// Labels of every dimension that a measure uses, and of those that index levers.
sim::Coordinates coordinates(const Roster& roster, const Names& names);

// Pairs of families whose overtaking is dated, challenger first.
struct Race {
  std::string_view challenger, leader;
};
inline constexpr Race races[] = {{"Qwen", "Llama"}, {"DeepSeek", "Llama"}, {"Gemma", "Llama"}};

// Decimal year in which the challenger's cumulative official downloads since 2023 pass the leader's; NaN if not yet.
double overtaking_date(const Ecosystem& e, std::string_view challenger, std::string_view leader);

// Share of all-time downloads of the 50 most downloaded organisations and unaffiliated nodes.
double top_50_entities(const Ecosystem& e);
// Shares of the last four weeks' downloads of the 1% and the 0.01% most downloaded models; the second is NaN while
// 0.01% is less than one model.
struct TopModels {
  double of_1_percent = nothing, of_a_hundredth_percent = nothing;
};
TopModels top_models(const Ecosystem& e);

// Of the weeks that end between two dates: mean and highest share of the tokens on the router.
double mean_token_share(const Ecosystem& e, TokenOrigin origin, sim::Date from, sim::Date to);
double peak_token_share(const Ecosystem& e, TokenOrigin origin, sim::Date from, sim::Date to);

// Mean share of traits that siblings have in common, and parents with their children; NaN where there are no siblings.
struct Kinship {
  double siblings = 0.0, parent_child = 0.0;
};
Kinship kinship(const Models& models);
// Derivatives more open than their parent minus those less open, divided by the sum of both; NaN where no licence
// changed.
double licence_drift(const Models& models);

}  // namespace weightshed::measures
