#include "model/version_set.h"

#include <algorithm>
#include <utility>

namespace cordon::model {
namespace {

// Which of two lower bounds lets more through; nothing lets all through.
bool begins_before(const std::optional<VersionBound>& a, const std::optional<VersionBound>& b) {
  if (!a || !b) return !a && b;
  return a->key != b->key ? a->key < b->key : a->inclusive && !b->inclusive;
}

bool ends_before(const std::optional<VersionBound>& a, const std::optional<VersionBound>& b) {
  if (!a || !b) return a && !b;
  return a->key != b->key ? a->key < b->key : !a->inclusive && b->inclusive;
}

// Whether no version stands between an interval that ends so and one that begins so.
bool meet(const std::optional<VersionBound>& upper, const std::optional<VersionBound>& lower) {
  if (!upper || !lower) return true;
  return upper->key != lower->key ? upper->key > lower->key : upper->inclusive || lower->inclusive;
}

}  // namespace

bool VersionInterval::is_empty() const {
  if (!lower || !upper) return false;
  return lower->key != upper->key ? lower->key > upper->key : !lower->inclusive || !upper->inclusive;
}

bool VersionInterval::is_point() const { return lower && upper && lower->key == upper->key && !is_empty(); }

VersionSet intersection(const VersionSet& a, const VersionSet& b) {
  VersionSet out;
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    VersionInterval common{begins_before(a[i].lower, b[k].lower) ? b[k].lower : a[i].lower,
                           ends_before(a[i].upper, b[k].upper) ? a[i].upper : b[k].upper};
    if (!common.is_empty()) out.push_back(std::move(common));
    if (ends_before(a[i].upper, b[k].upper)) ++i;
    else ++k;
  }
  return out;
}

VersionSet union_of(std::vector<VersionInterval> intervals) {
  std::erase_if(intervals, [](const VersionInterval& interval) { return interval.is_empty(); });
  std::stable_sort(intervals.begin(), intervals.end(),
                   [](const VersionInterval& a, const VersionInterval& b) { return begins_before(a.lower, b.lower); });
  VersionSet out;
  for (VersionInterval& interval : intervals) {
    if (out.empty() || !meet(out.back().upper, interval.lower)) out.push_back(std::move(interval));
    else if (ends_before(out.back().upper, interval.upper)) out.back().upper = std::move(interval.upper);
  }
  return out;
}

}  // namespace cordon::model
