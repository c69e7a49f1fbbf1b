// What an uncertain assumption is drawn from, as a quantile function of a uniform number: so every design (Sobol,
// random) draws from it alike.
#pragma once

namespace sim {

struct Assumed {
  enum class Form { uniform, normal, log_normal };

  Form form = Form::uniform;
  double low = 0.0, high = 1.0;  // truncation; the ends of a uniform
  double median = 0.0;           // normal: of the untruncated distribution; log_normal: likewise
  double below = 0.0;            // sd of the half below the median (of the logarithm for log_normal)
  double above = 0.0;            // sd of the half above; equal to `below` for an ordinary normal

  // The value below which a share u of the truncated distribution lies; 0 < u < 1.
  double quantile(double u) const;
};

// From a median and an 80% interval. When the interval is not centred, the two halves have their own sd, so the
// 10%, 50% and 90% points are as stated (two-piece normal by quantiles). Truncated to [low, high].
Assumed from_interval(double median, double p10, double p90, double low, double high);

}  // namespace sim
