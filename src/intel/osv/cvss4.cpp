// CVSS version 4.0, section 8: a vector belongs to a MacroVector, whose score a table gives; how far it is from the
// worst vector of that MacroVector takes a part of the way to the next ones down.
#include <algorithm>
#include <array>
#include <optional>

#include "intel/osv/cvss_equations.h"
#include "intel/osv/cvss_metrics.h"

namespace cordon::intel {
namespace {

enum Metric : std::size_t {
  av,
  ac,
  at,
  pr,
  ui,
  vc,
  vi,
  va,
  sc,
  si,
  sa,  // base
  e,   // threat
  cr,
  ir,
  ar,
  mav,
  mac,
  mat,
  mpr,
  mui,
  mvc,
  mvi,
  mva,
  msc,
  msi,
  msa,  // environmental
  safety,
  automatable,
  recovery,
  density,
  effort,
  urgency,  // supplemental: no part of the score
  kMetricCount
};

// Values stand from the worst to the least: their place is their distance from the worst.
constexpr std::array<CvssMetric, kMetricCount> kMetrics = {{
    {"AV", "N A L P", true}, {"AC", "L H", true},   {"AT", "N P", true},   {"PR", "N L H", true},
    {"UI", "N P A", true},   {"VC", "H L N", true}, {"VI", "H L N", true}, {"VA", "H L N", true},
    {"SC", "H L N", true},   {"SI", "H L N", true}, {"SA", "H L N", true}, {"E", "X A P U"},
    {"CR", "X H M L"},       {"IR", "X H M L"},     {"AR", "X H M L"},     {"MAV", "X N A L P"},
    {"MAC", "X L H"},        {"MAT", "X N P"},      {"MPR", "X N L H"},    {"MUI", "X N P A"},
    {"MVC", "X H L N"},      {"MVI", "X H L N"},    {"MVA", "X H L N"},    {"MSC", "X H L N"},
    {"MSI", "X S H L N"},    {"MSA", "X S H L N"},  {"S", "X N P"},        {"AU", "X N Y"},
    {"R", "X A U I"},        {"V", "X D C"},        {"RE", "X L M H"},     {"U", "X Clear Green Amber Red"},
}};

// The equivalence sets. Sets 3 and 6 depend on each other and are one: its levels are 00, 01, 10, 11 and 21.
enum Set : std::size_t { set1, set2, set3and6, set4, set5, kSetCount };
constexpr std::array<std::size_t, kSetCount> kLevels = {3, 2, 5, 3, 3};

using Values = std::array<std::uint8_t, kMetricCount>;
using MacroVector = std::array<std::size_t, kSetCount>;

// Ten times the score of every MacroVector, as FIRST's reference calculator has it (cvss_lookup.js). A row holds the
// levels of set 4 by those of set 5; behind it stand the levels of sets 1, 2, and 3 with 6.
constexpr std::array<std::uint8_t, 3 * 2 * 5 * 3 * 3> kMacroScores = {
    100, 98, 95, 100, 93, 91, 93, 89, 81,  // 0 0 00
    99,  95, 92, 96,  87, 81, 90, 80, 68,  // 0 0 01
    98,  95, 90, 93,  89, 81, 88, 78, 69,  // 0 0 10
    95,  92, 84, 92,  81, 65, 80, 70, 48,  // 0 0 11
    92,  82, 72, 79,  69, 50, 69, 55, 27,  // 0 0 21
    99,  95, 92, 95,  90, 84, 92, 82, 72,  // 0 1 00
    97,  92, 85, 91,  83, 71, 81, 71, 53,  // 0 1 01
    95,  92, 85, 92,  80, 70, 84, 71, 50,  // 0 1 10
    93,  85, 73, 82,  72, 59, 70, 52, 30,  // 0 1 11
    86,  75, 52, 71,  52, 29, 63, 29, 17,  // 0 1 21
    98,  94, 91, 94,  86, 77, 87, 74, 63,  // 1 0 00
    95,  87, 81, 89,  74, 64, 75, 63, 49,  // 1 0 01
    94,  88, 76, 86,  74, 59, 72, 57, 52,  // 1 0 10
    89,  77, 67, 76,  58, 50, 57, 52, 25,  // 1 0 11
    83,  70, 54, 65,  58, 26, 53, 21, 13,  // 1 0 21
    95,  88, 76, 90,  75, 61, 77, 68, 52,  // 1 1 00
    90,  76, 70, 77,  62, 53, 66, 59, 30,  // 1 1 01
    89,  76, 62, 74,  57, 47, 61, 57, 24,  // 1 1 10
    78,  67, 58, 59,  57, 23, 52, 29, 16,  // 1 1 11
    71,  59, 30, 58,  26, 15, 23, 13, 6,   // 1 1 21
    93,  86, 75, 86,  74, 56, 70, 52, 40,  // 2 0 00
    87,  72, 58, 74,  61, 34, 54, 40, 22,  // 2 0 01
    85,  74, 62, 72,  55, 46, 53, 34, 19,  // 2 0 10
    75,  55, 51, 57,  41, 19, 36, 19, 8,   // 2 0 11
    64,  51, 20, 47,  21, 11, 24, 9,  4,   // 2 0 21
    88,  73, 60, 73,  59, 41, 54, 45, 20,  // 2 1 00
    75,  53, 50, 55,  40, 20, 43, 22, 11,  // 2 1 01
    75,  58, 40, 61,  48, 20, 46, 17, 8,   // 2 1 10
    55,  45, 21, 51,  18, 9,  18, 7,  2,   // 2 1 11
    53,  24, 14, 24,  12, 5,  10, 3,  1,   // 2 1 21
};

// Of each set and level: the distance of its worst vectors from the worst of all. Where a level has several worst
// vectors, they are equally far, so that it does not matter which of them a vector is measured from.
constexpr std::array<std::array<int, 5>, kSetCount> kTop = {{{0, 1, 3}, {0, 1}, {0, 3, 1, 3, 3}, {1, 3, 6}, {0, 1, 2}}};

// Of each set and level: how many steps lead from its worst vectors out of the level (max_severity.js).
constexpr std::array<std::array<int, 5>, kSetCount> kDepth = {
    {{1, 4, 5}, {1, 2}, {7, 6, 8, 8, 10}, {6, 5, 4}, {1, 1, 1}}};
constexpr int kUnit = 840;  // every depth divides it

// Each metric's distance from its worst value, after the environment changed it.
struct Distances {
  explicit Distances(const Values& values) : values_(values) {}

  int base(Metric metric, Metric modified) const {
    return values_[modified] != 0 ? values_[modified] - 1 : values_[metric];
  }
  // Of subsequent systems: 0 is Safety, which only modified metrics can say, 1 High.
  int subsequent(Metric metric, Metric modified) const {
    const int first = modified == msc ? 0 : 1;
    return values_[modified] != 0 ? values_[modified] - first : values_[metric] + 1;
  }
  // Of threat and requirements, where "not defined" means the worst.
  int assumed(Metric metric) const { return std::max(values_[metric] - 1, 0); }

 private:
  const Values& values_;
};

int score_of(const MacroVector& macro) {
  std::size_t index = 0;
  for (std::size_t set = 0; set < kSetCount; ++set) index = index * kLevels[set] + macro[set];
  return kMacroScores[index];
}

// The score one level down in a set: the higher one where two ways lead down.
std::optional<int> next_score(MacroVector macro, std::size_t set) {
  if (macro[set] + 1 >= kLevels[set]) return std::nullopt;
  const auto at_level = [&](std::size_t level) {
    macro[set] = level;
    return score_of(macro);
  };
  const std::size_t level = macro[set];
  if (set != set3and6) return at_level(level + 1);
  if (level == 0) return std::max(at_level(1), at_level(2));
  return at_level(level == 3 ? 4 : 3);
}

// `distances`: of each set, the sum of those of its metrics.
std::uint8_t interpolate(const MacroVector& macro, const std::array<int, kSetCount>& distances) {
  const int top = score_of(macro);
  int taken = 0, ways = 0;  // taken: in parts of kUnit
  for (std::size_t set = 0; set < kSetCount; ++set) {
    const auto next = next_score(macro, set);
    if (!next) continue;
    const std::size_t level = macro[set];
    taken += (top - *next) * (distances[set] - kTop[set][level]) * (kUnit / kDepth[set][level]);
    ++ways;
  }
  if (ways == 0) return static_cast<std::uint8_t>(top);
  const int one = kUnit * ways, exact = std::clamp(top * one - taken, 0, 100 * one);
  return static_cast<std::uint8_t>((2 * exact + one) / (2 * one));
}

std::uint8_t score(const Distances& of) {
  const int vector = of.base(av, mav), privileges = of.base(pr, mpr), interaction = of.base(ui, mui);
  const int complexity = of.base(ac, mac), requirements = of.base(at, mat);
  const int conf = of.base(vc, mvc), integ = of.base(vi, mvi), avail = of.base(va, mva);
  const int next_conf = of.subsequent(sc, msc), next_integ = of.subsequent(si, msi),
            next_avail = of.subsequent(sa, msa);
  const int need_conf = of.assumed(cr), need_integ = of.assumed(ir), need_avail = of.assumed(ar);
  const int threat = of.assumed(e);
  const std::array<int, kSetCount> distances = {vector + privileges + interaction, complexity + requirements,
                                                conf + integ + avail + need_conf + need_integ + need_avail,
                                                next_conf + next_integ + next_avail, threat};
  if (conf + integ + avail == 6 && next_conf + next_integ + next_avail == 9) return 0;  // no impact on any system

  MacroVector macro = {};
  if (distances[set1] > 0) macro[set1] = vector < 3 && (vector == 0 || privileges == 0 || interaction == 0) ? 1 : 2;
  macro[set2] = distances[set2] > 0 ? 1 : 0;
  const bool needed = conf + need_conf == 0 || integ + need_integ == 0 || avail + need_avail == 0;
  const std::size_t impact = conf + integ == 0 ? 0 : conf == 0 || integ == 0 || avail == 0 ? 1 : 2;
  macro[set3and6] = impact == 2 ? 4 : 2 * impact + (needed ? 0 : 1);
  macro[set4] = next_integ == 0 || next_avail == 0 ? 0 : next_conf == 1 || next_integ == 1 || next_avail == 1 ? 1 : 2;
  macro[set5] = static_cast<std::size_t>(threat);
  return interpolate(macro, distances);
}

}  // namespace

Result<std::uint8_t> score_cvss4(std::string_view metrics) {
  const Values values = TRY(read_cvss_metrics(metrics, kMetrics, CvssOrder::prescribed));
  return score(Distances(values));
}

}  // namespace cordon::intel
