#include "app/coverage_order.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace cordon::app {

void put_in_order(model::Coverage& coverage) {
  std::stable_sort(coverage.read.begin(), coverage.read.end(), [](const auto& a, const auto& b) {
    return std::tie(a.path, a.format) < std::tie(b.path, b.format);
  });
  const auto said = [](const model::FileUnread& u) { return std::tie(u.path, u.line, u.code, u.reason); };
  std::stable_sort(coverage.unread.begin(), coverage.unread.end(), [&](const auto& a, const auto& b) {
    if (said(a) != said(b)) return said(a) < said(b);
    return a.incomplete && !b.incomplete;  // of two that say the same, the one that counts more stays
  });
  const auto said_again = std::ranges::unique(coverage.unread, std::ranges::equal_to(), said);
  coverage.unread.erase(said_again.begin(), said_again.end());
}

}  // namespace cordon::app
