// concentration: Concentration of downloads.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

double herfindahl(const Ecosystem& e) {
  const std::size_t last = e.clock.step() - 1, first = last >= 51 ? last - 51 : 0;
  std::vector<double> by_family(e.ledger.official_downloads.width(), 0.0);
  e.ledger.official_downloads.add_sums(first, last, by_family);
  double total = 0.0, squares = 0.0;
  for (const double downloads : by_family) {
    total += downloads;
    squares += downloads * downloads;
  }
  return share_of(squares, total * total);
}

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange, std::span<double> row) {
  row[0] = herfindahl(e);
  row[1] = top_50_entities(e);
  const TopModels top = top_models(e);
  row[2] = top.of_1_percent;
  row[3] = top.of_a_hundredth_percent;
}

constexpr std::string_view plain[] = {"hhi_families"};  // an index, not a share

}  // namespace

extern const Measure concentration;
constinit const Measure concentration{
    {.key = "concentration",
     .dimensions = {"statistic"},
     .unit = "1",
     .long_name = "Concentration of downloads",
     .window = sim::Window::instant,
     .calibrated = true,
     .description = "hhi_families: Herfindahl index of official language downloads by family, last 12 months; "
                    "top_50_entities: share of all-time downloads that go to the 50 most downloaded entities; "
                    "top_1_percent_of_models: share of the last four weeks' downloads that go to the top 1% of models; "
                    "top_0_01_percent_of_models: that of the top 0.01%, from 10,000 models on",
     .source = "definitions: Bourdois 2025; Osborne et al. 2024",
     .phrase = "concentration of downloads ({statistic})",
     .shown_unit = "%",
     .plain = plain,
     .reader = "concentration of downloads ({statistic})",
     .cause = "What is popular is found first, so downloads gather on few models whoever made them.",
     .stage = 6},
    observe};

}  // namespace weightshed::measures
