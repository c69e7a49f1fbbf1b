// What is compared is lower case, with underscores between words.
#include "sim/model/labels.hpp"

#include <algorithm>
#include <cctype>

namespace sim {

namespace {

std::string plain(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    out += letter == ' ' || letter == '-' ? '_' : static_cast<char>(std::tolower(byte));
  }
  return out;
}

// The position of the only element that a test holds of; nothing when there is none, or several.
template <class Range, class Test>
std::optional<std::size_t> only(const Range& range, Test test) {
  const auto first = std::find_if(range.begin(), range.end(), test);
  if (first == range.end() || std::find_if(first + 1, range.end(), test) != range.end()) return std::nullopt;
  return static_cast<std::size_t>(first - range.begin());
}

std::optional<std::size_t> position_of(std::span<const std::string> labels, const std::string& label) {
  return only(labels, [&](const std::string& other) { return other == label; });
}

}  // namespace

std::vector<LabelName> label_names(const ModelKind& kind, const Tables& tables, std::string_view dimension) {
  std::vector<LabelName> names;
  for (const FullNames& full : kind.full_names) {
    const auto table = tables.find(full.table);
    if (full.dimension != dimension || table == tables.end()) continue;
    for (std::size_t row = 0; row < table->second.rows(); ++row) {
      names.push_back({table->second.text(full.label, row), table->second.text(full.name, row)});
    }
    for (const OtherName& other : kind.other_names) {
      if (other.table == full.table) names.push_back({std::string(other.label), std::string(other.name), other.part});
    }
  }
  return names;
}

std::optional<std::size_t> label_meant(std::span<const std::string> labels, std::span<const LabelName> names,
                                       std::string_view given) {
  const std::string wanted = plain(given);
  if (const auto exact = position_of(labels, std::string(given))) return exact;
  if (const auto spelled = only(labels, [&](const std::string& label) { return plain(label) == wanted; }))
    return spelled;
  const auto named = only(names, [&](const LabelName& full) { return !full.part && plain(full.name) == wanted; });
  return named ? position_of(labels, names[*named].label) : std::nullopt;
}

std::string nearest_label(std::span<const std::string> labels, std::span<const LabelName> names,
                          std::string_view given) {
  std::vector<std::string> words, meant;
  const auto add = [&](std::string_view word, const std::string& label) {
    if (!position_of(labels, label)) return;
    words.push_back(plain(word));
    meant.push_back(label);
  };
  for (const std::string& label : labels) add(label, label);
  for (const LabelName& full : names) add(full.name, full.label);
  const auto near = std::find(words.begin(), words.end(), nearest_name(plain(given), words));
  return near == words.end() ? std::string() : meant[static_cast<std::size_t>(near - words.begin())];
}

}  // namespace sim
