// CVSS version 2: "A Complete Guide to the Common Vulnerability Scoring System Version 2.0", section 3.2.
#include <algorithm>
#include <array>

#include "intel/osv/cvss_equations.h"
#include "intel/osv/cvss_metrics.h"

namespace cordon::intel {
namespace {

using Wide = __int128;  // the adjusted impact alone has 17 decimals

enum Metric : std::size_t { av, ac, au, conf, integ, avail, e, rl, rc, cdp, td, cr, ir, ar, kMetricCount };

constexpr std::array<CvssMetric, kMetricCount> kMetrics = {{{"AV", "N A L", true},
                                                            {"AC", "L M H", true},
                                                            {"Au", "N S M", true},
                                                            {"C", "N P C", true},
                                                            {"I", "N P C", true},
                                                            {"A", "N P C", true},
                                                            {"E", "ND U POC F H"},
                                                            {"RL", "ND OF TF W U"},
                                                            {"RC", "ND UC UR C"},
                                                            {"CDP", "ND N L LM MH H"},
                                                            {"TD", "ND N L M H"},
                                                            {"CR", "ND L M H"},
                                                            {"IR", "ND L M H"},
                                                            {"AR", "ND L M H"}}};

// The weights, in the order of the values above.
constexpr std::array<int, 3> kVectorThousandths = {1000, 646, 395};
constexpr std::array<int, 3> kComplexityHundredths = {71, 61, 35};
constexpr std::array<int, 3> kAuthenticationThousandths = {704, 560, 450};
constexpr std::array<int, 3> kImpactThousandths = {0, 275, 660};
constexpr std::array<int, 5> kExploitHundredths = {100, 85, 90, 95, 100};
constexpr std::array<int, 5> kRemedyHundredths = {100, 87, 90, 95, 100};
constexpr std::array<int, 4> kReportHundredths = {100, 90, 95, 100};
constexpr std::array<int, 6> kCollateralTenths = {0, 0, 1, 3, 4, 5};
constexpr std::array<int, 5> kTargetsHundredths = {100, 0, 25, 75, 100};
constexpr std::array<int, 4> kRequirementHundredths = {100, 50, 100, 151};

using Values = std::array<std::uint8_t, kMetricCount>;

Wide power_of_ten(int exponent) {
  Wide out = 1;
  while (exponent-- > 0) out *= 10;
  return out;
}

// To the nearest tenth, halves up; `value` has that many decimals. An adjusted score may be below zero on the way.
int round_to_tenths(Wide value, int decimals) {
  const Wide tenth = power_of_ten(decimals - 1), shifted = value + tenth / 2;
  return static_cast<int>(shifted >= 0 ? shifted / tenth : -((tenth - 1 - shifted) / tenth));
}

// The base score, or the adjusted one: with the environment's requirements and an impact of at most 10.
int base_tenths(const Values& values, bool adjusted) {
  const auto spared = [&](Metric impact, Metric requirement) -> Wide {  // 5 decimals
    const int weight = adjusted ? kRequirementHundredths[values[requirement]] : 100;
    return 100'000 - kImpactThousandths[values[impact]] * weight;
  };
  const Wide lost = power_of_ten(15) - spared(conf, cr) * spared(integ, ir) * spared(avail, ar);
  if (lost == 0) return 0;  // f(Impact) is 0
  Wide impact = 1'041 * lost;
  if (adjusted) impact = std::min(impact, 10 * power_of_ten(17));  // the base's own may be 10.00084536
  const Wide exploitability = static_cast<Wide>(20) * kVectorThousandths[values[av]] *
                              kComplexityHundredths[values[ac]] * kAuthenticationThousandths[values[au]] *
                              power_of_ten(9);  // 8 decimals become 17
  return round_to_tenths((6 * impact + 4 * exploitability - 15 * power_of_ten(17)) * 1'176, 17 + 1 + 3);
}

int temporal_tenths(int base, const Values& values) {
  return round_to_tenths(static_cast<Wide>(base) * kExploitHundredths[values[e]] * kRemedyHundredths[values[rl]] *
                             kReportHundredths[values[rc]],
                         1 + 6);
}

}  // namespace

Result<std::uint8_t> score_cvss2(std::string_view metrics) {
  const Values values = TRY(read_cvss_metrics(metrics, kMetrics, CvssOrder::prescribed));
  const bool environmental = std::any_of(values.begin() + cdp, values.end(), [](auto place) { return place != 0; });
  int tenths = temporal_tenths(base_tenths(values, environmental), values);
  if (environmental) {
    const Wide raised = tenths * 10 + (100 - tenths) * kCollateralTenths[values[cdp]];  // 2 decimals
    tenths = round_to_tenths(raised * kTargetsHundredths[values[td]], 4);
  }
  return static_cast<std::uint8_t>(std::clamp(tenths, 0, 100));
}

}  // namespace cordon::intel
