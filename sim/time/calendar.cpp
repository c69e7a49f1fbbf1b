// Calendar arithmetic on std::chrono's civil calendar.
#include "sim/time/calendar.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "sim/error.hpp"

namespace sim {

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

year_month_day fields(Date date) { return year_month_day{sys_days{std::chrono::days{date.days}}}; }

Date from(year_month_day ymd) { return Date{static_cast<std::int32_t>(sys_days{ymd}.time_since_epoch().count())}; }

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
  return value;
}

}  // namespace

Date date_of(int year, int month, int day) {
  return from(year_month_day{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                             std::chrono::day{static_cast<unsigned>(day)}});
}

CivilDate civil(Date date) {
  const year_month_day ymd = fields(date);
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const year_month_day ymd{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                           std::chrono::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) return std::nullopt;
  return from(ymd);
}

std::optional<Date> parse_day_or_month(std::string_view text, MonthDay of_month) {
  if (text.size() != 7) return parse_date(text);
  const auto first = parse_date(std::string(text) + "-01");
  return first && of_month == MonthDay::last ? first_of_next_month(*first).plus_days(-1) : first;
}

Date day_or_month(std::string_view text, MonthDay of_month) {
  if (const auto day = parse_day_or_month(text, of_month)) return *day;
  std::vector<Problem> problems;
  add_problem(problems, {}, {}, "'" + std::string(text) + "' is neither a day nor a month", "2032-12-31 or 2032-12");
  throw Error(Failure::usage, std::move(problems));
}

std::string to_string(Date date) {
  const CivilDate c = civil(date);
  char buffer[32];
  const int length = std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", c.year, c.month, c.day);
  return std::string(buffer, static_cast<std::size_t>(length));
}

Date first_of_month(Date date) {
  const CivilDate c = civil(date);
  return date_of(c.year, c.month, 1);
}

Date first_of_next_month(Date date) {
  const CivilDate c = civil(date);
  return c.month == 12 ? date_of(c.year + 1, 1, 1) : date_of(c.year, c.month + 1, 1);
}

double decimal_year(double days) {
  const int year = civil(Date{static_cast<std::int32_t>(std::floor(days))}).year;
  const double first = date_of(year, 1, 1).days;
  const double next = date_of(year + 1, 1, 1).days;
  return year + (days - first) / (next - first);
}

double days_of_decimal_year(double year) {
  const int whole = static_cast<int>(std::floor(year));
  const double first = date_of(whole, 1, 1).days;
  const double next = date_of(whole + 1, 1, 1).days;
  return first + (year - whole) * (next - first);
}

}  // namespace sim
