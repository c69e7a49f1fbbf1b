// Calendar dates, decimal years and the clock of a run: step k covers [start + 7k days, start + 7(k+1) days).
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sim {

inline constexpr double days_per_year = 365.2425;  // mean Gregorian year
inline constexpr double months_per_year = 12.0;

// A calendar day (proleptic Gregorian), as days since 1970-01-01.
struct Date {
  std::int32_t days = 0;
  friend constexpr auto operator<=>(Date, Date) = default;
  constexpr Date plus_days(std::int32_t n) const { return Date{days + n}; }
};

struct CivilDate {
  int year;
  int month;
  int day;
};

Date date_of(int year, int month, int day);
CivilDate civil(Date date);
std::optional<Date> parse_date(std::string_view text);  // "2027-01-01"; nothing when it is not a date
std::string to_string(Date date);                       // ISO 8601

// The day that a month means where a day or a month may be given.
enum class MonthDay { first, last };
// "2027-01-01" or "2032-12"; nothing when it is neither a day nor a month.
std::optional<Date> parse_day_or_month(std::string_view text, MonthDay of_month);
Date day_or_month(std::string_view text, MonthDay of_month);  // likewise; throws Error(usage)

Date first_of_month(Date date);
Date first_of_next_month(Date date);

// Decimal year of a moment given in days since 1970-01-01 (fractions of a day allowed): 2024-07-02 is 2024.5.
double decimal_year(double days);
inline double decimal_year(Date date) { return decimal_year(static_cast<double>(date.days)); }
// Inverse of decimal_year.
double days_of_decimal_year(double year);

// A length of time, in years: what rates are multiplied with.
struct Years {
  double value = 0.0;
  friend constexpr auto operator<=>(Years, Years) = default;
};

// The steps of a run: step k covers the days from start_of(k) to the day before start_of(k + 1).
struct Steps {
  Date start;
  std::int32_t weeks = 1;  // in a step: 1 or 2

  std::int32_t days() const { return 7 * weeks; }
  Years length() const { return Years{days() / days_per_year}; }
  Date start_of(std::uint32_t step) const { return start.plus_days(static_cast<std::int32_t>(step) * days()); }
  // The first step that starts on or after a date: what is dated inside a step waits for the next.
  std::uint32_t first_from(Date date) const {
    return static_cast<std::uint32_t>((days_from_start(date) + days() - 1) / days());
  }
  // How many steps have ended when a day is over.
  std::uint32_t ended_by(Date last) const {
    return static_cast<std::uint32_t>(std::max<std::int64_t>(0, std::int64_t{last.days} + 1 - start.days) / days());
  }
  // How many steps are so many weeks: an even number of weeks, or one step.
  std::uint32_t in_weeks(std::int32_t count) const { return static_cast<std::uint32_t>(std::max(1, count / weeks)); }
  friend bool operator==(const Steps&, const Steps&) = default;

 private:
  // None for earlier dates. In 64 bits, because what has no date lies as far back as days go.
  std::int64_t days_from_start(Date date) const {
    return std::max<std::int64_t>(0, std::int64_t{date.days} - start.days);
  }
};

// The clock of one simulated history.
class Clock {
 public:
  explicit Clock(Steps steps) : steps_(steps), length_(steps.length()) {}
  explicit Clock(Date start) : Clock(Steps{start}) {}
  std::uint32_t step() const { return step_; }
  const Steps& steps() const { return steps_; }
  Date now() const { return steps_.start_of(step_); }  // start of the step
  Date end_of_step() const { return steps_.start_of(step_ + 1); }
  double year() const { return decimal_year(now()); }
  double mid_year() const { return decimal_year(static_cast<double>(now().days) + 0.5 * steps_.days()); }
  Years length() const { return length_; }  // of a step
  double years(std::uint32_t steps) const { return steps * length_.value; }
  void advance() { ++step_; }

 private:
  Steps steps_;
  Years length_;
  std::uint32_t step_ = 0;
};

}  // namespace sim
