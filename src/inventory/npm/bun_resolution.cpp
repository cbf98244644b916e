#include "inventory/npm/bun_resolution.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace cordon::inventory::npm {
namespace {

constexpr std::size_t kMaxKeyBytes = 4096;
constexpr std::uint32_t kNone = 0xFFFFFFFF;

// Sorts what lies below a place directly behind it: '/' comes before every other byte.
bool place_less(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(common), b.begin());
  if (in_a == a.begin() + static_cast<std::ptrdiff_t>(common)) return a.size() < b.size();
  const auto rank = [](char c) { return c == '/' ? -1 : static_cast<int>(static_cast<unsigned char>(c)); };
  return rank(*in_a) < rank(*in_b);
}

bool is_above(std::string_view above, std::string_view place) {
  if (above.empty()) return !place.empty();
  return place.size() > above.size() && place[above.size()] == '/' && place.starts_with(above);
}

// Indices of items grouped by their scope: of scope s they are order[first[s]] to order[first[s + 1]].
struct Groups {
  std::vector<std::uint32_t> first, order;

  template <class Items, class ScopeOf>
  Groups(const Items& items, std::size_t scopes, ScopeOf scope_of) : first(scopes + 1, 0), order(items.size()) {
    std::vector<std::uint32_t> scope(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) ++first[(scope[i] = scope_of(items[i])) + 1];
    for (std::size_t s = 0; s < scopes; ++s) first[s + 1] += first[s];
    std::vector<std::uint32_t> fill(first.begin(), first.end() - 1);
    for (std::uint32_t i = 0; i < items.size(); ++i) order[fill[scope[i]]++] = i;
  }
  std::span<const std::uint32_t> of(std::uint32_t scope) const {
    return std::span(order).subspan(first[scope], first[scope + 1] - first[scope]);
  }
};

// Every place that holds packages or asks for some, in the order of place_less.
std::vector<std::string_view> all_scopes(std::span<const BunPlacement> placements,
                                         std::span<const BunConsumer> consumers) {
  std::vector<std::string_view> scopes{std::string_view()};
  scopes.reserve(1 + placements.size() + consumers.size());
  for (const BunPlacement& placement : placements) scopes.push_back(placement.key.scope);
  for (const BunConsumer& consumer : consumers) scopes.push_back(consumer.scope);
  std::sort(scopes.begin(), scopes.end(), place_less);
  scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
  return scopes;
}

}  // namespace

std::optional<BunKey> split_bun_key(std::string_view key) {
  if (key.empty() || key.size() > kMaxKeyBytes) return std::nullopt;
  std::size_t start = 0;  // of the last package
  for (std::size_t at = 0;;) {
    start = at;
    std::size_t slash = key.find('/', at);
    if (key.substr(at).starts_with('@')) {
      if (slash == std::string_view::npos || slash == at + 1) return std::nullopt;
      at = slash + 1;
      slash = key.find('/', at);
    }
    const std::size_t end = std::min(slash, key.size());
    if (end == at) return std::nullopt;
    if (slash == std::string_view::npos) break;
    at = slash + 1;
  }
  return BunKey{start == 0 ? std::string_view() : key.substr(0, start - 1), key.substr(start)};
}

// Walks the places from the top down like a compiler walks blocks: entering one declares its packages, leaving it takes
// them back, so that the innermost declaration of a name is always at hand.
void resolve_bun_requests(std::span<const BunPlacement> placements, std::span<const BunConsumer> consumers,
                          std::span<BunRequest> requests) {
  const std::vector<std::string_view> scopes = all_scopes(placements, consumers);
  std::unordered_map<std::string_view, std::uint32_t> scope_index;
  scope_index.reserve(scopes.size());
  for (std::uint32_t i = 0; i < scopes.size(); ++i) scope_index.emplace(scopes[i], i);
  const Groups placed(placements, scopes.size(), [&](const BunPlacement& p) { return scope_index.at(p.key.scope); });
  const Groups asking(consumers, scopes.size(), [&](const BunConsumer& c) { return scope_index.at(c.scope); });

  std::unordered_map<std::string_view, std::uint32_t> name_index;
  name_index.reserve(placements.size());
  std::vector<std::uint32_t> name_of(placements.size());
  for (std::uint32_t i = 0; i < placements.size(); ++i)
    name_of[i] = name_index.emplace(placements[i].key.name, name_index.size()).first->second;
  std::vector<std::uint32_t> innermost(name_index.size(), kNone);  // by name: placement
  std::vector<std::uint32_t> hidden(placements.size(), kNone);     // by placement: the one it hides

  const auto leave = [&](std::uint32_t scope) {
    const auto members = placed.of(scope);
    for (auto i = members.rbegin(); i != members.rend(); ++i) innermost[name_of[*i]] = hidden[*i];
  };
  std::vector<std::uint32_t> open;
  for (std::uint32_t scope = 0; scope < scopes.size(); ++scope) {
    while (!open.empty() && !is_above(scopes[open.back()], scopes[scope])) {
      leave(open.back());
      open.pop_back();
    }
    open.push_back(scope);
    for (const std::uint32_t i : placed.of(scope)) {
      hidden[i] = innermost[name_of[i]];
      innermost[name_of[i]] = i;
    }
    for (const std::uint32_t consumer : asking.of(scope)) {
      for (std::uint32_t r = consumers[consumer].first; r < consumers[consumer].last; ++r) {
        const auto name = name_index.find(requests[r].name);
        if (name == name_index.end() || innermost[name->second] == kNone) continue;
        requests[r].node = placements[innermost[name->second]].node;
      }
    }
  }
}

}  // namespace cordon::inventory::npm
