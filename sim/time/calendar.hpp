// Calendar dates, decimal years and the clock of a run: step k covers [start + 7k days, start + 7(k+1) days).
#pragma once

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

// The weekly clock of one simulated history.
class Clock {
 public:
  static constexpr std::int32_t days_per_step = 7;

  explicit Clock(Date start) : start_(start) {}
  std::uint32_t step() const { return step_; }
  Date now() const { return start_.plus_days(static_cast<std::int32_t>(step_) * days_per_step); }  // start of the step
  Date end_of_step() const { return now().plus_days(days_per_step); }
  double year() const { return decimal_year(now()); }
  double mid_year() const { return decimal_year(static_cast<double>(now().days) + 0.5 * days_per_step); }
  static constexpr Years length() { return Years{days_per_step / days_per_year}; }
  Date start() const { return start_; }
  void advance() { ++step_; }

 private:
  Date start_;
  std::uint32_t step_ = 0;
};

}  // namespace sim
