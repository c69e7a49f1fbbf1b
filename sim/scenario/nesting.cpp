// A scan of brackets, dots and strings.
#include "sim/scenario/nesting.hpp"

#include <algorithm>

namespace sim {

namespace {

class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  bool ended() const { return at_ >= text_.size(); }
  char next() const { return text_[at_]; }
  bool follows(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void pass(std::size_t count = 1) {
    for (; count > 0 && !ended(); --count, ++at_) {
      if (next() == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      }
    }
  }

  void pass_comment() {
    while (!ended() && next() != '\n') pass();
  }

  // A string of one line ends there even when it is not closed; """ and ''' may close with up to two quotes more.
  // Returns whether it is closed.
  bool pass_string() {
    const char quote = next();
    const bool escapes = quote == '"';
    const std::string three(3, quote);
    const bool many_lines = follows(three);
    pass(many_lines ? 3 : 1);
    while (!ended()) {
      if (escapes && next() == '\\') {
        pass(2);
      } else if (many_lines && follows(three)) {
        pass(3);
        for (int more = 0; more < 2 && !ended() && next() == quote; ++more) pass();
        return true;
      } else if (!many_lines && (next() == quote || next() == '\n')) {
        const bool closed = next() == quote;
        pass();
        return closed;
      } else {
        pass();
      }
    }
    return false;
  }

  // A quote opens a string only where a key or a value may begin; elsewhere it is a mistake that the parser reports.
  bool at_string() const {
    if (next() != '"' && next() != '\'') return false;
    return at_ == 0 || std::string_view(" \t\r\n=[{,.\xBF").find(text_[at_ - 1]) != std::string_view::npos;
  }

  // Columns count characters: the bytes that begin one.
  Place place(const std::string& file) const {
    const std::string_view before = text_.substr(line_start_, at_ - line_start_);
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    return {file, line_, static_cast<int>(std::count_if(before.begin(), before.end(), begins)) + 1};
  }

  // Passes over one string or comment; false when none begins here.
  bool pass_text() {
    if (next() == '"' || next() == '\'') {
      pass_string();
    } else if (next() == '#') {
      pass_comment();
    } else {
      return false;
    }
    return true;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0, line_start_ = 0;
  int line_ = 1;
};

}  // namespace

std::optional<Place> too_deep(std::string_view text, std::size_t most, const std::string& file) {
  Scan scan(text);
  std::size_t open = 0;  // brackets and braces
  std::size_t dots = 0;  // of the key or number that is being passed
  while (!scan.ended()) {
    if (scan.pass_text()) continue;
    const char c = scan.next();
    if (c == '[' || c == '{') ++open;
    if ((c == ']' || c == '}') && open > 0) --open;
    if (c == '.') ++dots;
    if (c == '=' || c == ',' || c == '\n' || c == '[' || c == ']' || c == '{' || c == '}') dots = 0;
    if (open > most || dots > most) return scan.place(file);
    scan.pass();
  }
  return std::nullopt;
}

std::optional<Place> outside_ascii(std::string_view text, const std::string& file) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  Scan scan(text);
  if (text.starts_with(mark)) scan.pass(mark.size());
  while (!scan.ended()) {
    if (scan.next() == '#') {
      scan.pass_comment();
      continue;
    }
    if (scan.at_string()) {
      const Scan before = scan;
      if (scan.pass_string()) continue;
      scan = before;  // it is never closed: what follows is not text
    }
    if (static_cast<unsigned char>(scan.next()) >= 0x80) return scan.place(file);
    scan.pass();
  }
  return std::nullopt;
}

}  // namespace sim
