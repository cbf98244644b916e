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
  // Classes have one byte: with more than 255 bytes in use there is none for those that are not.
  const auto distinct = static_cast<std::size_t>(std::ranges::count(used, true));
  const bool all = distinct > 255;
  out.classes_ = all ? 256 : distinct + 1;
  std::uint8_t number = 0;
  for (std::size_t byte = 0; byte < used.size(); ++byte)
    out.class_of_[byte] = all ? static_cast<std::uint8_t>(byte) : used[byte] ? ++number : std::uint8_t{0};

  const auto add_state = [&] {
    out.next_.resize(out.next_.size() + out.classes_, 0);
    out.ends_.push_back(kNone);
    return static_cast<std::uint16_t>(out.ends_.size() - 1);
  };
  add_state();
  std::uint32_t texts = 0;
  for (const std::string& literal : literals) {
    std::uint16_t state = 0;
    for (const char c : literal) {
      const std::size_t edge = state * out.classes_ + out.class_of_[static_cast<unsigned char>(c)];
      if (out.next_[edge] == 0) {
        const std::uint16_t made = add_state();  // first: it moves next_
        out.next_[edge] = made;
      }
      state = out.next_[edge];
    }
    if (state != 0 && out.ends_[state] == kNone) out.ends_[state] = texts++;
    out.text_of_.push_back(out.ends_[state]);
  }
  // Edges that are missing lead where those of the longest suffix do; breadth first, so that suffixes are ready.
  out.shorter_.resize(out.ends_.size(), 0);
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
      out.shorter_[next] = out.ends_[behind] != kNone ? behind : out.shorter_[behind];
      queue.push_back(next);
    }
  }
  return out;
}

std::vector<bool> LiteralSet::find(std::string_view text) const {
  std::vector<bool> seen(ends_.size(), false), found(text_of_.size(), false);
  std::size_t state = 0;
  for (const char c : text) {
    state = next_[state * classes_ + class_of_[static_cast<unsigned char>(c)]];
    // A state that was met has told of all its suffixes.
    for (std::size_t met = state; met != 0 && !seen[met]; met = shorter_[met]) {
      seen[met] = true;
      if (ends_[met] != kNone) found[ends_[met]] = true;
    }
  }
  std::vector<bool> out;
  out.reserve(text_of_.size());
  for (const std::uint32_t number : text_of_) out.push_back(number != kNone && found[number]);
  return out;
}

}  // namespace cordon::inventory::javascript
