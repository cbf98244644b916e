// What the lockfiles of Python have in common: packages by normalised name, of which there may be several versions that
// markers choose between, and dependencies that name them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/document.h"
#include "inventory/pypi/archives.h"
#include "inventory/reader.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::pypi {

// A component by its index, or a root by its own.
struct NodeRef {
  bool is_root = false;
  std::uint32_t index = 0;
  bool operator==(const NodeRef&) const = default;
};

struct Asked {
  std::string name;   // normalised
  std::string range;  // as written
  model::EdgeKind kind = model::EdgeKind::runtime;
  std::string version = {};    // where the file names the one that it means
  std::string source = {};     // the same, as given to LockBuilder::add
  bool with_extras = false;    // asks for extras of the package, too
  bool of_extra = false;       // only an extra of the one that asks needs it
  bool may_be_absent = false;  // markers or extras may leave it out of the lockfile
};

class LockBuilder {
 public:
  // Of more packages of one name than this a dependency that names no version is joined to the first ones only, and
  // that is said.
  static constexpr std::size_t kMostMeant = 64;
  // Real lockfiles have some ten thousand edges.
  static constexpr std::size_t kMostEdges = 1'000'000;

  LockBuilder(const ReadContext& context, std::string format);

  const ReadContext& context() const { return context_; }
  UnreadList& unread() { return unread_; }
  model::Inventory& inventory() { return out_; }

  // The table of a package as a component with name, version and line; nothing, and that is said, without a name.
  std::optional<model::Component> begin(Value package);
  // The digests of archives and what they say of install scripts; those that cannot be compared are said.
  void take(const Archives& archives, model::Component& component) const;
  void digest(Archives& archives, std::string_view file, Value hash);

  // Says that nothing can be compared of a release that has no version.
  void expect_version(const model::Component& component);

  // Adds a component whose name, version, origin, resolved, integrity, install_script and place are set. What is there
  // already with the same version and source gains what the other has: pdm lists a package again for its extras.
  NodeRef add(model::Component component, const std::string& source);
  NodeRef add_root(std::string name, std::string version, model::RootKind kind, model::Place place);
  model::Root& root(NodeRef node) { return out_.roots[node.index]; }
  // A scope that the file itself gives; the strongest counts where it gives several.
  void say_scope(NodeRef node, model::Scope scope);

  void ask(NodeRef from, Asked asked);

  // Joins everything that was asked for. What an extra of a package needs is optional unless somebody asks for extras
  // of that package: lockfiles hold no other extras than those. Without a root one is inferred; scopes come from the
  // edges, unless the file gives them or the root is inferred.
  model::Inventory finish();

 private:
  struct Wish {
    NodeRef from;
    Asked asked;
  };

  void gain(std::uint32_t index, model::Component component);
  void name(const std::string& package, const std::string& version, NodeRef ref);
  std::uint32_t node(NodeRef ref) const;
  std::vector<NodeRef> meant(const Asked& asked);
  void join(Wish& wish);
  void order_edges();

  const ReadContext& context_;
  UnreadList unread_;
  model::Inventory out_;
  std::vector<std::string> sources_;  // per component
  std::vector<std::optional<model::Scope>> said_;
  std::unordered_map<std::string, std::vector<NodeRef>> by_name_, by_release_;  // the first kMostMeant of each
  std::unordered_set<std::string> many_;                                        // names that have more
  std::unordered_map<std::string, std::uint32_t> by_key_;                       // name, version and source
  std::unordered_map<std::uint32_t, std::unordered_set<std::string>> digests_;  // of components that were added again
  std::vector<Wish> asked_;
  std::unordered_set<std::string> with_extras_;  // names of which somebody asks for extras
  std::unordered_set<std::string> asked_keys_;
  bool too_many_meant_ = false, too_many_asked_ = false;
};

}  // namespace cordon::inventory::pypi
