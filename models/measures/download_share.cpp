// download_share: Share of downloads by the creator's country, last 12 months.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  const std::size_t countries = e.names->regions.size() + 1;
  std::vector<double> by_age(e.ledger.downloads.width(), 0.0);  // [country × age]
  e.ledger.downloads.add_sums(w.first, w.last, by_age);
  double young_total = 0.0, total = 0.0;
  for (std::size_t c = 0; c < countries; ++c) {
    row[c] = by_age[c * downloads::ages];
    row[countries + c] = row[c] + by_age[c * downloads::ages + 1];
    young_total += row[c];
    total += row[countries + c];
  }
  for (std::size_t c = 0; c < countries; ++c) {
    row[c] = share_of(row[c], young_total);
    row[countries + c] = share_of(row[countries + c], total);
  }
}

}  // namespace

extern const Measure download_share;
constinit const Measure download_share{
    {.key = "download_share",
     .dimensions = {"age", "creator_country"},
     .unit = "1",
     .long_name = "Share of downloads by the creator's country, last 12 months",
     .window = sim::Window::trailing_year,
     .calibrated = true,
     .description = "Downloads of the last 12 months by the country of the model's creator; under_a_year counts only "
                    "downloads within one year of the model's creation",
     .source = "definition: Longpre et al. 2025 (arXiv 2512.03073)",
     .phrase = "{creator_country} share of downloads{age}",
     .shown_unit = "%",
     .reader = "share of downloads that {creator_country:adjective} models have",
     .note = "of downloads{age}",
     .cause = "Downloads follow what people already build on, and older models stay in use.",
     .title = "{creator_country:adjective} models’ share of downloads",
     .stage = 6},
    observe};

}  // namespace weightshed::measures
