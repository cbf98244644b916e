#include "inventory/javascript/literal_set.h"

#include <algorithm>
#include <limits>

namespace cordon::inventory::javascript {

Result<LiteralSet> LiteralSet::make(const std::vector<std::string>& literals) {
  constexpr std::size_t kMostStates = std::numeric_limits<std::uint16_t>::max();
  LiteralSet out;
  std::array<bool, 256> used{};
  std::size_t bytes = 1;
  for (const std::string& literal : literals) {
    bytes += literal.size();
    for (const char c : literal) used[static_cast<unsigned char>(c)] = true;
  }
  if (bytes > kMostStates) return fail(ErrorCode::too_many, "more text to look for than one automaton holds");
  // With all 256 bytes in use the last one would have no number: 255 classes and the one of the unused at most.
  const auto distinct = static_cast<std::size_t>(std::ranges::count(used, true));
  const bool all = distinct > 255;
  out.classes_ = all ? 256 : distinct + 1;
  std::uint8_t number = 0;
  for (std::size_t byte = 0; byte < used.size(); ++byte)
    out.class_of_[byte] = all ? static_cast<std::uint8_t>(byte) : used[byte] ? ++number : std::uint8_t{0};

  const auto add_state = [&] {
    out.next_.resize(out.next_.size() + out.classes_, 0);
    out.ends_.emplace_back();
    return static_cast<std::uint16_t>(out.ends_.size() - 1);
  };
  add_state();
  for (std::uint32_t i = 0; i < literals.size(); ++i) {
    if (literals[i].empty()) continue;
    std::uint16_t state = 0;
    for (const char c : literals[i]) {
      const std::size_t edge = state * out.classes_ + out.class_of_[static_cast<unsigned char>(c)];
      if (out.next_[edge] == 0) {
        const std::uint16_t made = add_state();  // first: it moves next_
        out.next_[edge] = made;
      }
      state = out.next_[edge];
    }
    out.ends_[state].push_back(i);
  }
  // Edges that are missing lead where those of the longest suffix do; breadth first, so that suffixes are ready.
  std::vector<std::uint16_t> suffix(out.ends_.size(), 0), queue{0};
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint16_t state = queue[i];
    for (std::size_t c = 0; c < out.classes_; ++c) {
      std::uint16_t& next = out.next_[state * out.classes_ + c];
      const std::uint16_t behind = state == 0 ? 0 : out.next_[suffix[state] * out.classes_ + c];
      if (next == 0) {
        next = behind;
        continue;
      }
      suffix[next] = behind;
      std::ranges::copy(out.ends_[behind], std::back_inserter(out.ends_[next]));
      queue.push_back(next);
    }
  }
  for (const auto& ends : out.ends_) out.has_ends_.push_back(!ends.empty());
  return out;
}

std::vector<bool> LiteralSet::find(std::string_view text) const {
  std::size_t count = 0;
  for (const auto& ends : ends_)
    for (const std::uint32_t literal : ends) count = std::max<std::size_t>(count, literal + 1);
  std::vector<bool> found(count, false), seen(ends_.size(), false);
  std::size_t state = 0;
  for (const char c : text) {
    state = next_[state * classes_ + class_of_[static_cast<unsigned char>(c)]];
    if (!has_ends_[state] || seen[state]) continue;
    seen[state] = true;
    for (const std::uint32_t literal : ends_[state]) found[literal] = true;
  }
  return found;
}

}  // namespace cordon::inventory::javascript
