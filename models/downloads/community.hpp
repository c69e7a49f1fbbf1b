// Inside the hub: how community nodes are counted and drawn, for `pull`.
#pragma once

#include "models/downloads/hub.hpp"

namespace weightshed::downloads {

struct HotView {
  double body = 0.0;
  lineage::NodeAttributes attributes;
  bool language = false;
};

inline HotView hot_view(const lineage::Models& models, std::size_t node) {
  const sim::HotNode& hot = models.sampler.nodes()[node];
  return {hot.mark, lineage::NodeAttributes::unpack(hot.attributes),
          models.bases[at(models.base[node])].task_class == TaskClass::language};
}

inline void count_download(ledger::Ledger& ledger, std::size_t country, CreatorKind creator, std::size_t age,
                           double count) {
  ledger.downloads.add(country * ages + age, count);
  ledger.downloads_by_creator.add(static_cast<std::size_t>(creator) * ages + age, count);
}

// Draws the community downloads of one pin class in the step; `flow` is per year. Returns the part of the flow that no
// pinned node is there to serve.
double pull_community(Hub& hub, const lineage::Models& models, bool language, double flow, const Parameters& p,
                      const context::Context& context);

}  // namespace weightshed::downloads
