#include "inventory/npm/dependency_lists.h"

#include <unordered_set>

#include "inventory/npm/letter_case.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;

constexpr std::size_t kFew = 16;  // below this, looking at all of them beats hashing
constexpr std::uint32_t kFree = 0xFFFFFFFF;

// Calls use(member) for every member of a list; reports lists that are none. null, false and "" mean no list.
template <class Use>
void each_dependency(std::string_view list_name, Value list, std::vector<MalformedList>& malformed, Use use) {
  if (!list.is_object()) {
    if (is_truthy(list) && !(list.is_array() && list.size() == 0)) malformed.push_back({list_name, list.line()});
    return;
  }
  for (const Value::Member& member : list.members()) {
    if (!member.value.is_string()) malformed.push_back({member.key, member.line()});
    use(member);
  }
}

// The names that peerDependenciesMeta marks optional. A hash set, because a hostile file can name very many.
class OptionalPeers {
 public:
  explicit OptionalPeers(Value peer_meta) {
    for (const Value::Member& member : peer_meta.members())
      if (is_truthy(member.value["optional"])) names_.insert(member.key);
  }
  bool contains(std::string_view name) const { return names_.contains(name); }

 private:
  std::unordered_set<std::string_view> names_;
};

}  // namespace

bool is_truthy(Value value) {
  switch (value.kind()) {
    case ValueKind::absent:
    case ValueKind::null: return false;
    case ValueKind::boolean: return value.is_true();
    case ValueKind::string: return !value.text().empty();
    case ValueKind::number: {
      const std::string_view digits = value.text().substr(0, value.text().find_first_of("eE"));
      return digits.find_first_of("123456789") != std::string_view::npos;
    }
    case ValueKind::array:
    case ValueKind::object: return true;
  }
  return false;
}

void DependencySet::clear() {
  all_.clear();
  slots_.clear();
}

// Where the dependency of that name is, or all_.size().
std::size_t DependencySet::position(std::string_view name) {
  if (all_.size() < kFew) {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (equal_without_case(all_[i].name, name)) return i;
    return all_.size();
  }
  if (slots_.size() < (all_.size() + 1) * 2) {
    slots_.assign((all_.size() + 1) * 4, kFree);
    for (std::uint32_t i = 0; i < all_.size(); ++i) {
      std::size_t slot = hash_without_case(all_[i].name) % slots_.size();
      while (slots_[slot] != kFree) slot = (slot + 1) % slots_.size();
      slots_[slot] = i;
    }
  }
  std::size_t slot = hash_without_case(name) % slots_.size();
  for (; slots_[slot] != kFree; slot = (slot + 1) % slots_.size())
    if (equal_without_case(all_[slots_[slot]].name, name)) return slots_[slot];
  slots_[slot] = static_cast<std::uint32_t>(all_.size());  // the caller appends it
  return all_.size();
}

void DependencySet::add(const Dependency& dependency) {
  const std::size_t at = position(dependency.name);
  if (at == all_.size()) all_.push_back(dependency);
  else if (all_[at].kind != EdgeKind::workspace) all_[at] = dependency;
}

void add_dependencies(Value manifest, bool with_development, DependencySet& set,
                      std::vector<MalformedList>& malformed) {
  // One pass: an entry has few members, and looking each list up by name would walk them five times.
  Value runtime, development, optional, peer, peer_meta;
  for (const Value::Member& member : manifest.members()) {
    if (member.key == "dependencies") runtime = member.value;
    else if (member.key == "devDependencies") development = member.value;
    else if (member.key == "optionalDependencies") optional = member.value;
    else if (member.key == "peerDependencies") peer = member.value;
    else if (member.key == "peerDependenciesMeta") peer_meta = member.value;
  }
  const auto add_as = [&](EdgeKind kind) {
    return [&set, kind](const Value::Member& member) { set.add({member.key, member.value.text(), kind, member.name}); };
  };
  // The order is npm's: a later list takes a name from an earlier one, and optional peers come after the others.
  if (peer_meta.is_object()) {
    std::vector<Dependency> optional_peers;
    const OptionalPeers marked(peer_meta);
    each_dependency("peerDependencies", peer, malformed, [&](const Value::Member& member) {
      const Dependency dependency{member.key, member.value.text(), EdgeKind::peer, member.name};
      if (marked.contains(member.key)) optional_peers.push_back(dependency);
      else set.add(dependency);
    });
    for (Dependency& dependency : optional_peers) {
      dependency.kind = EdgeKind::peer_optional;
      set.add(dependency);
    }
  } else {
    each_dependency("peerDependencies", peer, malformed, add_as(EdgeKind::peer));
  }
  each_dependency("dependencies", runtime, malformed, add_as(EdgeKind::runtime));
  each_dependency("optionalDependencies", optional, malformed, add_as(EdgeKind::optional));
  if (with_development) each_dependency("devDependencies", development, malformed, add_as(EdgeKind::development));
}

}  // namespace cordon::inventory::npm
