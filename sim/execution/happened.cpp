// Events and levers as a reader says them: names for keys, and one line for what belongs together.
#include "sim/execution/happened.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "sim/model/labels.hpp"

namespace sim {

namespace {

constexpr std::size_t most_lines = 12;  // as many as a reader can follow
constexpr std::string_view trigger_phrase = "a condition triggers {}";

// Release events name models: the models of a label have it in their names.
bool names(const std::string& actor, const std::vector<std::string>& labels) {
  const auto same = [](char a, char b) { return std::tolower(a) == std::tolower(b); };
  return std::any_of(labels.begin(), labels.end(), [&](const std::string& label) {
    return label.size() > 2 && std::search(actor.begin(), actor.end(), label.begin(), label.end(), same) != actor.end();
  });
}

// The labs that the question is about, the words by which their models are known, and their families.
struct Subjects {
  std::vector<std::string> labs, models, families;
};

Subjects subjects_of(const Study& study, const std::vector<Cause>& near) {
  Subjects subjects;
  const auto outs = study.kind->knock_outs ? study.kind->knock_outs(study.tables) : std::vector<KnockOut>{};
  for (const KnockOut& out : outs) {
    const bool asked = std::any_of(near.begin(), near.end(), [&](const Cause& c) { return c.name == out.name; });
    if (!asked) continue;
    if (out.name.starts_with("lab:")) {
      subjects.labs.push_back(out.name.substr(4));
      subjects.families.insert(subjects.families.end(), out.concerns.begin(), out.concerns.end());
    }
    if (out.name.starts_with("family:")) subjects.models.push_back(out.name.substr(7));
  }
  return subjects;
}

// "us.export_control": "US export control".
std::string lever_words(std::string key) {
  const std::size_t point = key.find('.');
  std::replace_if(
      key.begin(), key.end(), [](char c) { return c == '.' || c == '_'; }, ' ');
  const std::string owner = point == std::string::npos ? "" : key.substr(0, point);
  if (owner == "us" || owner == "eu")
    std::transform(key.begin(), key.begin() + 2, key.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return owner == "cn" ? "Chinese" + key.substr(point) : key;
}

// Names of labs by their ids, and what a model's event says of an actor.
class LabNames {
 public:
  explicit LabNames(const Study& study) {
    for (const LabelName& name : label_names(*study.kind, study.tables, "lab")) {
      if (!name.part) labs_.emplace(name.label, name.name);
    }
  }
  // "alibaba": "Alibaba"; "alibaba release 12": "Alibaba release 12".
  std::string of(const std::string& actor) const {
    const std::size_t end = std::min(actor.find(' '), actor.size());
    const auto known = labs_.find(actor.substr(0, end));
    return known == labs_.end() ? actor : known->second + actor.substr(end);
  }

 private:
  std::map<std::string, std::string> labs_;
};

// "{} opens its weights", of several: "{} open their weights"; "{} is released": "{} are released".
std::string plural(const std::string& phrase) {
  const std::string_view actor = "{} ";
  if (!phrase.starts_with(actor)) return phrase;
  const std::size_t end = std::min(phrase.find(' ', actor.size()), phrase.size());
  std::string verb = phrase.substr(actor.size(), end - actor.size());
  if (verb == "is" || verb == "goes") {
    verb = verb == "is" ? "are" : "go";
  } else if (verb.ends_with('s')) {
    verb.pop_back();
  }
  std::string rest = phrase.substr(end);
  if (rest.starts_with(" its ")) rest.replace(0, 5, " their ");
  return std::string(actor) + verb + rest;
}

// Who does what on a day; labs that do the same share a line.
class Lines {
 public:
  void add(double days, const std::string& who, std::string_view phrase, Importance importance) {
    for (Doing& doing : doings_) {
      if (doing.days != days || doing.phrase != phrase || doing.importance != importance) continue;
      if (std::find(doing.who.begin(), doing.who.end(), who) == doing.who.end()) doing.who.push_back(who);
      return;
    }
    doings_.push_back({days, {who}, std::string(phrase), importance});
  }
  std::vector<DatedLine> take() const {
    std::vector<DatedLine> lines;
    for (const Doing& doing : doings_) {
      const std::string last = doing.who.back();
      std::string all = fmt::format("{}", fmt::join(doing.who.begin(), doing.who.end() - 1, ", "));
      all += all.empty() ? last : " and " + last;
      const std::string phrase = doing.who.size() > 1 ? plural(doing.phrase) : doing.phrase;
      lines.push_back({doing.days, fmt::format(fmt::runtime(phrase), all), doing.importance});
    }
    std::stable_sort(lines.begin(), lines.end(), [](const DatedLine& a, const DatedLine& b) {
      return a.days != b.days ? a.days < b.days : a.importance > b.importance;
    });
    return lines;
  }

 private:
  struct Doing {
    double days;
    std::vector<std::string> who;
    std::string phrase;
    Importance importance;
  };
  std::vector<Doing> doings_;
};

void add_events(const Happening& happening, double until, Lines& lines) {
  const Study& study = happening.study;
  const Subjects subjects = subjects_of(study, happening.near);
  const LabNames known(study);
  std::map<std::pair<double, std::string>, std::set<std::string>> together;  // day and phrase: who
  std::set<std::string> open;  // a lab with two lines opens its weights once
  const double start = static_cast<double>(study.run.start.days);
  for (const Event& event : happening.events) {
    if (event.days < start || event.days > until) continue;
    if (event.kind == study.kind->trigger_event()) {
      lines.add(event.days, lever_words(event.actor), trigger_phrase, Importance::policy);
      continue;
    }
    const std::string_view kind = study.kind->event_kinds[event.kind];
    const bool of_lab = std::find(subjects.labs.begin(), subjects.labs.end(), event.actor) != subjects.labs.end();
    const auto& families = subjects.families;
    const bool of_models = names(event.actor, subjects.models);
    const bool mechanism = kind == "sensation" &&
                           (of_models || std::find(families.begin(), families.end(), event.actor) != families.end());
    if (!of_lab && !mechanism && !(kind == "release" && of_models)) continue;
    if (kind == "opens" && !open.insert(event.actor).second) continue;
    if (kind == "closes") open.erase(event.actor);
    const std::string phrase(study.kind->event_phrases[event.kind]);
    if (of_lab) {
      together[{event.days, phrase}].insert(known.of(event.actor));
      continue;
    }
    lines.add(event.days, known.of(event.actor), phrase, mechanism ? Importance::mechanism : Importance::release);
  }
  for (const auto& [what, who] : together) {
    for (const std::string& lab : who) lines.add(what.first, lab, what.second, Importance::lab);
  }
}

void add_levers(const Happening& happening, double until, Lines& lines) {
  const Study& study = happening.study;
  const Policy& policy = study.policies[happening.policy];
  for (const auto* list : {&policy.baseline, &policy.actions}) {
    for (const Action& action : *list) {
      if (action.when || action.at.days > until || action.at < study.run.start) continue;
      const LeverCard& lever = study.kind->levers[static_cast<std::size_t>(action.target.lever)];
      const auto value = lever.words.empty() ? fmt::format("{:g}", action.to)
                                             : std::string(lever.words[static_cast<std::size_t>(action.to)]);
      const bool mattered = std::any_of(happening.mattered.begin(), happening.mattered.end(), [&](const Cause& cause) {
        return cause.name == "lever:" + std::string(lever.key);
      });
      lines.add(static_cast<double>(action.at.days), lever_words(std::string(lever.key)), "{} goes to " + value,
                mattered ? Importance::policy : Importance::aside);
    }
  }
}

}  // namespace

std::vector<DatedLine> what_happened(const Happening& happening, double until) {
  Lines lines;
  add_events(happening, until, lines);
  add_levers(happening, until, lines);
  return lines.take();
}

std::vector<std::string> texts_of(const Study& study, std::span<const Event> events) {
  const LabNames known(study);
  std::vector<std::string> texts;
  for (const Event& event : events) {
    const bool triggered = event.kind == study.kind->trigger_event();
    const std::string_view phrase = triggered ? trigger_phrase : study.kind->event_phrases[event.kind];
    texts.push_back(fmt::format(fmt::runtime(phrase), triggered ? lever_words(event.actor) : known.of(event.actor)));
  }
  return texts;
}

std::vector<DatedLine> most_telling(std::vector<DatedLine> lines) {
  const std::size_t many = lines.size() > most_lines ? lines.size() - most_lines : 0;
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return lines[a].importance < lines[b].importance; });
  std::vector<bool> left_out(lines.size(), false);
  for (std::size_t i = 0; i < many; ++i) left_out[order[i]] = true;
  std::vector<DatedLine> kept;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!left_out[i]) kept.push_back(std::move(lines[i]));
  }
  return kept;
}

std::string day_of(const DatedLine& line) { return to_string(Date{static_cast<std::int32_t>(std::floor(line.days))}); }

std::string short_words(const Study& study, const Cause& cause) {
  const std::size_t colon = cause.name.find(':');
  const std::string rest = cause.name.substr(colon == std::string::npos ? 0 : colon + 1);
  if (cause.name.starts_with("lever:")) return lever_words(rest);
  return cause.name.starts_with("lab:") ? LabNames(study).of(rest) : rest;
}

}  // namespace sim
