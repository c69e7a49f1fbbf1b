// Every value is computed from its own column of (world, member), so threads change no bit.
#include "sim/results/summary.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <span>

#include "sim/parallel_for.hpp"
#include "sim/results/axes.hpp"
#include "sim/results/columns.hpp"
#include "sim/results/netcdf.hpp"
#include "sim/results/statistics.hpp"

namespace sim {

namespace {

constexpr std::size_t quantile_count = std::size(summary_quantiles);

// Results of one measure over (policy, time, dimensions); bands also over quantiles.
struct Summary {
  std::vector<float> band, members, worlds, within, draws, effect, low, high, sign, removed, error, pairs;
  std::span<const std::uint32_t> keys;  // of the worlds, which say who shares luck with whom
  Summary(std::size_t values, std::span<const std::uint32_t> world_keys) : keys(world_keys) {
    band.resize(values * quantile_count);
    for (auto* v : {&members, &worlds, &within, &draws, &effect, &low, &high, &sign, &removed, &error, &pairs}) {
      v->resize(values);
    }
  }
};

// Calls work(t) for each of so many tiles, as many at a time as fit into a bound of memory: a tile holds a value of
// every unit, so that each thread needs more of it the more units there are.
void each_tile(std::size_t tiles, std::size_t bytes_of_one, const std::function<void(std::size_t)>& work) {
  constexpr std::size_t most_bytes = std::size_t{12} << 20;
  const std::size_t most = std::max<std::size_t>(1, most_bytes / std::max<std::size_t>(1, bytes_of_one));
  std::atomic<std::size_t> next{0};
  parallel_for(std::min(tiles, most), [&](std::size_t) {
    for (std::size_t t = next.fetch_add(1); t < tiles; t = next.fetch_add(1)) work(t);
  });
}

void summarise(const Columns& policy, const Columns& reference, std::size_t p, Summary& out) {
  const std::size_t values = policy.values();
  const std::size_t tile = policy.tile();
  // Both policies' values, one of them also as it is read, and in double precision four columns of what is computed.
  const std::size_t bytes = policy.units() * (3 * tile * sizeof(float) + 4 * sizeof(double));
  each_tile((values + tile - 1) / tile, bytes, [&](std::size_t t) {
    const Tile a = policy.read_tile(t);
    const Tile b = reference.read_tile(t);
    VarianceAnalysis variance(out.keys);
    PairedAnalysis paired;
    std::vector<double> sorted;
    for (std::size_t v = 0; v < a.values(); ++v) {
      const std::size_t value = t * tile + v;  // within (time, dimensions)
      sorted.clear();
      for (const float x : a[v]) {
        if (!std::isnan(x)) sorted.push_back(static_cast<double>(x));
      }
      std::sort(sorted.begin(), sorted.end());
      for (std::size_t q = 0; q < quantile_count; ++q) {
        out.band[(p * quantile_count + q) * values + value] =
            static_cast<float>(sorted_quantile(sorted, summary_quantiles[q]));
      }
      const std::size_t at = p * values + value;
      const VarianceShares shares = variance(a[v]);
      out.members[at] = static_cast<float>(shares.members);
      out.worlds[at] = static_cast<float>(shares.worlds);
      out.within[at] = static_cast<float>(shares.within);
      out.draws[at] = static_cast<float>(shares.draws);
      const PairedStatistics s = paired(a[v], b[v]);
      out.effect[at] = static_cast<float>(s.effect);
      out.low[at] = static_cast<float>(s.low);
      out.high[at] = static_cast<float>(s.high);
      out.sign[at] = static_cast<float>(s.sign_probability);
      out.removed[at] = static_cast<float>(s.variance_removed);
      out.error[at] = static_cast<float>(s.standard_error);
      out.pairs[at] = static_cast<float>(s.pairs);
    }
  });
}

Summary summarise_measure(hid_t dataset, const Layout& layout, const MeasureLayout& measure,
                          std::span<const std::uint32_t> keys, const std::filesystem::path& scratch) {
  Summary summary(layout.policies * layout.dates.size() * measure.width, keys);
  const Columns reference(dataset, layout, measure, 0, scratch);
  summarise(reference, reference, 0, summary);
  for (std::size_t p = 1; p < layout.policies; ++p) {
    summarise(Columns(dataset, layout, measure, p, scratch), reference, p, summary);
  }
  return summary;
}

void write_measure(netcdf::Group& group, const MeasureLayout& measure, const Summary& s, bool fitted) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::string key(measure.card->key);
  netcdf::Names with_quantile{"policy", "quantile", "time"};
  netcdf::Names on{"policy", "time"};
  with_quantile.insert(with_quantile.end(), measure.dimensions.begin(), measure.dimensions.end());
  on.insert(on.end(), measure.dimensions.begin(), measure.dimensions.end());
  const netcdf::Attributes card = attributes_of(*measure.card, fitted);
  const auto with_name = [&](const std::string& long_name, bool same_unit) {
    netcdf::Attributes attributes = card;
    for (auto& [name, text] : attributes) {
      if (name == "long_name") text += long_name;
      if (name == "units" && !same_unit) text = std::string(1, '1');
      if (name == "cell_methods" || name == "comment" || name == "references") text.clear();
    }
    return attributes;
  };
  group.put(key, with_quantile, s.band, with_name(", quantiles over worlds and members", true), nan);
  group.put(key + "_variance_members", on, s.members,
            with_name(", share of variance: luck that worlds with the same key have in common", false), nan);
  group.put(key + "_variance_worlds", on, s.worlds,
            with_name(", share of variance: assumptions and structure, between worlds", false), nan);
  group.put(key + "_variance_within", on, s.within,
            with_name(", share of variance: luck that a world has for itself", false), nan);
  group.put(key + "_effective_draws", on, s.draws,
            with_name(", variance of one history over the variance of the mean of all", false), nan);
  group.put(key + "_effect", on, s.effect, with_name(", mean paired difference from the reference policy", true), nan);
  group.put(key + "_effect_low", on, s.low, with_name(", 10 % quantile of paired differences", true), nan);
  group.put(key + "_effect_high", on, s.high, with_name(", 90 % quantile of paired differences", true), nan);
  group.put(key + "_effect_standard_error", on, s.error, with_name(", standard error of the mean difference", true),
            nan);
  group.put(key + "_effect_sign_probability", on, s.sign,
            with_name(", share of pairs with the more frequent sign; NaN when all differences are 0", false), nan);
  group.put(key + "_effect_variance_removed", on, s.removed, with_name(", share of variance removed by pairing", false),
            nan);
  group.put(key + "_effect_pairs", on, s.pairs, with_name(", number of pairs with values on both sides", false), nan);
}

}  // namespace

void write_summary(hid_t file, const Study& study, const Layout& layout, const std::filesystem::path& scratch) {
  netcdf::Group group(file, "summary");
  group.attribute("reference", study.policies.front().name);
  group.attribute("bands", "quantiles over worlds and members: chance, assumptions and, where they vary, structure");
  add_policy_axis(group, study);
  group.dimension("quantile", std::vector<double>(std::begin(summary_quantiles), std::end(summary_quantiles)),
                  {{"units", "1"}, {"long_name", "quantile"}});
  add_time_axis(group, study, layout);
  add_model_axes(group, study);
  for (const MeasureLayout& measure : layout.measures) {
    if (layout.dates.empty()) break;
    const h5::Handle dataset = h5::open_dataset(file, std::string(measure.card->key));
    write_measure(group, measure, summarise_measure(dataset.get(), layout, measure, study.design.keys, scratch),
                  study.run.calibrated);
  }
  group.finish();
}

}  // namespace sim
