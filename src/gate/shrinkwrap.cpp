#include "gate/shrinkwrap.h"

#include <set>

#include "base/json.h"

namespace cordon::gate {
namespace {

constexpr std::size_t kMostAddresses = 1'000;

bool is_fetched(std::string_view address) {
  const std::size_t scheme = address.find("://");
  return scheme != std::string_view::npos && !address.starts_with("file:");
}

}  // namespace

std::vector<std::string> addresses_of_shrinkwrap(std::string_view text) {
  const auto document = json::parse(std::string(text));
  if (!document) return {};
  std::set<std::string> out;
  // "packages" of newer lockfiles, "dependencies" of older ones, which lie in each other; "version" of an older one may
  // be an address, too.
  std::vector<Value> open{document->root()};
  while (!open.empty() && out.size() < kMostAddresses) {
    const Value value = open.back();
    open.pop_back();
    for (const Value::Member& member : value.members()) {
      if (member.value.is_object()) open.push_back(member.value);
      const auto said = member.value.string();
      if (said && (member.key == "resolved" || member.key == "version") && is_fetched(*said)) out.emplace(*said);
    }
  }
  return {out.begin(), out.end()};
}

}  // namespace cordon::gate
