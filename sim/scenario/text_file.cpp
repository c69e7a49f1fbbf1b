// Checks of size and encoding in front of every parser.
#include "sim/scenario/text_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace sim {

namespace {

// Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  }
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(at + i) < low || byte(at + i) > high) return 0;
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

// The place of the first byte that is not text, or nothing.
std::optional<Place> first_bad_byte(const std::string& file, std::string_view text) {
  Place place{file, 1, 1};
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text, i);
    if (length == 0 || text[i] == '\0') return place;
    if (text[i] == '\n') {
      ++place.line;
      place.column = 1;
    } else {
      ++place.column;
    }
    i += length;
  }
  return std::nullopt;
}

std::optional<Place> first_long_line(const std::string& file, std::string_view text) {
  int line = 1;
  for (std::size_t at = 0; at < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end - at > limits::line.most) return Place{file, line, 0};
    at = end + 1;
  }
  return std::nullopt;
}

}  // namespace

bool is_text(std::string_view given) { return !first_bad_byte({}, given); }

std::optional<std::string> read_text_file(const std::filesystem::path& path, const Limit& largest,
                                          std::vector<Problem>& problems) {
  const std::string file = path.string();
  const auto refuse = [&](std::string message, std::string allowed = {}) {
    add_problem(problems, {file, 0, 0}, {}, std::move(message), std::move(allowed));
    return std::nullopt;
  };
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return refuse("there is no such file");
  if (error) return refuse("cannot be read: " + error.message());
  if (std::filesystem::is_directory(status)) return refuse("is a directory", "a file");
  if (!std::filesystem::is_regular_file(status)) return refuse("is not a regular file", "a file");
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return refuse("cannot be read: " + error.message());
  if (size > largest.most) {
    return refuse("is " + std::to_string(size) + " bytes long", at_most(largest));
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return refuse(std::string("cannot be opened: ") + std::strerror(errno));
  std::string text(static_cast<std::size_t>(size), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return refuse("cannot be read to its end");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return checked_text(std::move(text), file, largest, problems);
}

std::optional<std::string> checked_text(std::string text, const std::string& file, const Limit& largest,
                                        std::vector<Problem>& problems) {
  if (text.size() > largest.most) {
    add_problem(problems, {file, 0, 0}, {}, "is " + std::to_string(text.size()) + " bytes long", at_most(largest));
    return std::nullopt;
  }
  if (const auto place = first_bad_byte(file, text)) {
    add_problem(problems, *place, {}, "is not text in UTF-8: a byte here belongs to no character", "UTF-8");
    return std::nullopt;
  }
  if (const auto place = first_long_line(file, text)) {
    add_problem(problems, *place, {}, "the line is too long", at_most(limits::line));
    return std::nullopt;
  }
  return text;
}

}  // namespace sim
