// family_downloads: Downloads of official language repositories by family, in the period and so far.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

void observe(const Ecosystem& e, const Assumptions&, sim::StepRange w, std::span<double> row) {
  fill_counts(e.ledger.official_downloads, w, row);
}

}  // namespace

extern const Measure family_downloads;
constinit const Measure family_downloads{
    {.key = "family_downloads",
     .dimensions = {"window", "family"},
     .unit = "1",
     .long_name = "Downloads of official language repositories by family",
     .window = sim::Window::period,
     .calibrated = false,
     .description = "Downloads of the official repositories of language bases, as in hhi_families and overtaking. "
                    "download_share counts them too, with those of other classes and of community models, which are "
                    "drawn by creator and not by family. in_period: in the recording period; cumulative: since the "
                    "start of the run, while overtaking counts from 2023",
     .source = "counted as overtaking",
     .phrase = "number of downloads of official {family} models ({window})",
     .shown_unit = "",
     .decimals = 0,
     .reader = "number of downloads of official {family} models ({window})",
     .cause = "Downloads follow what people already build on, and older models stay in use.",
     .stage = 6},
    observe};

}  // namespace weightshed::measures
