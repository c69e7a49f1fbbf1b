// How alike siblings, and parents and children, are in the traits that a model card states; and where licences go.
#include "models/measures/measure.hpp"

namespace weightshed::measures {

namespace {

// Licence, format (kind of derivation), kind of creator, country of creator: the share of these that two models share.
double similarity(const NodeAttributes& a, const NodeAttributes& b) {
  const int matches = (a.licence == b.licence ? 1 : 0) + (a.kind == b.kind ? 1 : 0) + (a.creator == b.creator ? 1 : 0) +
                      (a.country == b.country ? 1 : 0);
  return matches / 4.0;
}

}  // namespace

// A base never has the format of one of its children, by construction; so only derivatives count as parents.
// Each child after the first is compared with the one before it and with the parent: equally many pairs of each.
Kinship kinship(const Models& models) {
  Kinship sums;
  double pairs = 0.0;
  const auto attributes = [&](std::size_t n) { return NodeAttributes::unpack(models.sampler.nodes()[n].attributes); };
  const std::size_t nodes = models.base.size();
  std::vector<sim::NodeIndex> last_child(nodes);
  for (std::size_t n = 0; n < nodes; ++n) {
    const sim::NodeIndex parent = models.topology.parent(sim::NodeIndex(n));
    if (models.is_base(sim::NodeIndex(n)) || models.is_base(parent)) continue;
    const sim::NodeIndex sibling = last_child[parent.value];
    last_child[parent.value] = sim::NodeIndex(n);
    if (!sibling.exists()) continue;
    const NodeAttributes own = attributes(n);
    sums.siblings += similarity(own, attributes(sibling.value));
    sums.parent_child += similarity(own, attributes(parent.value));
    pairs += 1.0;
  }
  return {share_of(sums.siblings, pairs), share_of(sums.parent_child, pairs)};
}

double licence_drift(const Models& models) {
  double to_open = 0.0, to_closed = 0.0;
  for (std::size_t n = 0; n < models.base.size(); ++n) {
    const sim::NodeIndex parent = models.topology.parent(sim::NodeIndex(n));
    if (models.is_base(sim::NodeIndex(n))) continue;
    const Licence own = NodeAttributes::unpack(models.sampler.nodes()[n].attributes).licence;
    const Licence from = NodeAttributes::unpack(models.sampler.nodes()[parent.value].attributes).licence;
    if (own > from) to_open += 1.0;
    if (own < from) to_closed += 1.0;
  }
  return share_of(to_open - to_closed, to_open + to_closed);
}

}  // namespace weightshed::measures
