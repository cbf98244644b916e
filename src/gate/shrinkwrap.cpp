#include "gate/shrinkwrap.h"

#include <set>

#include "base/json.h"
#include "model/default_registry.h"

namespace cordon::gate {
namespace {

constexpr std::size_t kMostAddresses = 100;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// npm replaces the host of these, and of these alone.
bool is_asked_of_registry(std::string_view address) {
  const std::string_view usual = model::default_registry("npm");
  const std::string text = lower(address);
  return text.starts_with(usual) || text.starts_with("http" + std::string(usual.substr(5)));
}

bool is_fetched(std::string_view address) {
  const std::size_t scheme = address.find(':');
  return scheme != std::string_view::npos && !lower(address).starts_with("file:") &&
         !lower(address).starts_with("npm:");
}

std::vector<std::string> addresses_of(std::string_view text) {
  const auto document = json::parse(std::string(text));
  // npm puts up with bytes that are no UTF-8, and takes a side of a conflict.
  if (!document) return {"(more than is read)"};
  std::set<std::string> archives, repositories;
  // "packages" of newer lockfiles, "dependencies" of older ones, which lie in each other; "version" of an older one may
  // be an address, too.
  std::vector<Value> open{document->root()};
  while (!open.empty()) {
    const Value value = open.back();
    open.pop_back();
    for (const Value::Member& member : value.members()) {
      if (member.value.is_object()) open.push_back(member.value);
      const auto said = member.value.string();
      if (!said || (member.key != "resolved" && member.key != "version") || !is_fetched(*said) ||
          is_asked_of_registry(*said))
        continue;
      std::set<std::string>& kind = is_repository(*said) ? repositories : archives;
      if (kind.size() < kMostAddresses) kind.emplace(*said);
    }
  }
  std::vector<std::string> out(archives.begin(), archives.end());
  out.insert(out.end(), repositories.begin(), repositories.end());
  return out;
}

}  // namespace

bool is_repository(std::string_view address) {
  const std::string text = lower(address.substr(0, address.find(':')));
  return text.starts_with("git") || text == "ssh";
}

LockedPackages locked_packages(std::string_view shrinkwrap, std::string_view lockfile) {
  LockedPackages out;
  const std::string_view text = shrinkwrap.empty() ? lockfile : shrinkwrap;
  if (text.empty()) return out;
  out.file = shrinkwrap.empty() ? kLockfile : kShrinkwrap;
  out.addresses = addresses_of(text);
  return out;
}

}  // namespace cordon::gate
