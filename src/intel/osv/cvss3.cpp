// CVSS versions 3.0 and 3.1: section 8 of the one specification and 7 of the other.
#include <algorithm>
#include <array>

#include "intel/osv/cvss_equations.h"
#include "intel/osv/cvss_metrics.h"

namespace cordon::intel {
namespace {

using Wide = __int128;  // scores are held with up to 22 decimals

enum Metric : std::size_t {
  av,
  ac,
  pr,
  ui,
  scope,
  conf,
  integ,
  avail,  // base
  e,
  rl,
  rc,  // temporal
  cr,
  ir,
  ar,
  mav,
  mac,
  mpr,
  mui,
  ms,
  mc,
  mi,
  ma,  // environmental
  kMetricCount
};

constexpr std::array<CvssMetric, kMetricCount> kMetrics = {{
    {"AV", "N A L P", true}, {"AC", "L H", true},  {"PR", "N L H", true}, {"UI", "N R", true}, {"S", "U C", true},
    {"C", "H L N", true},    {"I", "H L N", true}, {"A", "H L N", true},  {"E", "X H F P U"},  {"RL", "X U W T O"},
    {"RC", "X C R U"},       {"CR", "X H M L"},    {"IR", "X H M L"},     {"AR", "X H M L"},   {"MAV", "X N A L P"},
    {"MAC", "X L H"},        {"MPR", "X N L H"},   {"MUI", "X N R"},      {"MS", "X U C"},     {"MC", "X H L N"},
    {"MI", "X H L N"},       {"MA", "X H L N"},
}};

// The weights in hundredths, in the order of the values above.
constexpr std::array<int, 4> kVector = {85, 62, 55, 20};
constexpr std::array<int, 2> kComplexity = {77, 44};
constexpr std::array<int, 3> kPrivileges = {85, 62, 27}, kPrivilegesChangedScope = {85, 68, 50};
constexpr std::array<int, 2> kInteraction = {85, 62};
constexpr std::array<int, 3> kImpact = {56, 22, 0};
constexpr std::array<int, 5> kExploit = {100, 100, 97, 94, 91};
constexpr std::array<int, 5> kRemedy = {100, 100, 97, 96, 95};
constexpr std::array<int, 4> kReport = {100, 100, 96, 92};
constexpr std::array<int, 4> kRequirementHalves = {2, 3, 2, 1};

using Values = std::array<std::uint8_t, kMetricCount>;

constexpr Wide kMillion = 1'000'000, kE8 = 100'000'000, kE10 = 100 * kE8, kE12 = kMillion * kMillion;
constexpr Wide kE18 = kE12 * kMillion, kE20 = kE12 * kE8, kE22 = kE12 * kE10;

// Roundup of the specification; `value` counts parts of which `one` are 1.
int round_up(Wide value, Wide one, unsigned minor_version) {
  if (minor_version == 0) return static_cast<int>((value * 10 + one - 1) / one);
  const Wide hundred_thousandths = (value * 200'000 + one) / (2 * one);
  return static_cast<int>((hundred_thousandths + 9'999) / 10'000);
}

// (base / one) ^ exponent with 18 decimals, cut off at each step: too small by less than exponent parts of 10^18.
Wide power(Wide base, Wide one, int exponent) {
  Wide out = kE18;
  while (exponent-- > 0) out = out * base / one;
  return out;
}

// `lost` is the impact sub-score in millionths. The result has 20 decimals.
Wide impact_of_changed_scope(Wide lost, bool revised) {
  const Wide correction = revised ? power(lost * 9'731 - 2 * kE8, kE10, 13) : power(lost - 20'000, kMillion, 15);
  return 752 * (lost - 29'000) * kE12 - 325 * correction;
}

// The base score; with the environment's metrics, what the environmental score has in its place.
int base_tenths(const Values& values, bool environmental, unsigned minor_version) {
  const auto value = [&](Metric base, Metric modified) -> std::size_t {
    return environmental && values[modified] != 0 ? values[modified] - 1u : values[base];
  };
  const auto spared = [&](Metric base, Metric modified, Metric requirement) -> Wide {
    const int halves = environmental ? kRequirementHalves[values[requirement]] : 2;
    return 100 - kImpact[value(base, modified)] * halves / 2;  // exact: each weight is even, or three halves of one
  };
  Wide lost = kMillion - spared(conf, mc, cr) * spared(integ, mi, ir) * spared(avail, ma, ar);
  if (environmental) lost = std::min<Wide>(lost, 915'000);
  if (lost == 0) return 0;  // only then is the impact not above 0

  const bool changed = value(scope, ms) == 1;
  const auto& privileges = changed ? kPrivilegesChangedScope : kPrivileges;
  const Wide exploitability = static_cast<Wide>(822) * kVector[value(av, mav)] * kComplexity[value(ac, mac)] *
                              privileges[value(pr, mpr)] * kInteraction[value(ui, mui)];  // 10 decimals
  const Wide impact = changed ? impact_of_changed_scope(lost, environmental && minor_version == 1) : 642 * lost * kE12;
  const Wide sum = impact + exploitability * kE10;
  return std::min(changed ? round_up(108 * sum, kE22, minor_version) : round_up(sum, kE20, minor_version), 100);
}

}  // namespace

Result<std::uint8_t> score_cvss3(std::string_view metrics, unsigned minor_version) {
  const Values values = TRY(read_cvss_metrics(metrics, kMetrics, CvssOrder::any));
  const bool environmental = std::any_of(values.begin() + cr, values.end(), [](auto place) { return place != 0; });
  const Wide base = base_tenths(values, environmental, minor_version);
  const Wide temporal = base * kExploit[values[e]] * kRemedy[values[rl]] * kReport[values[rc]];
  return static_cast<std::uint8_t>(round_up(temporal, 10 * kMillion, minor_version));
}

}  // namespace cordon::intel
