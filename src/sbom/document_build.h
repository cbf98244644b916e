// Puts an Inventory together from the parts of an SBOM document, in whatever order the document names them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "sbom/document.h"

namespace cordon::sbom {

class DocumentBuilder {
 public:
  // A component or root; the number it gets in the inventory is known only when all are there.
  struct Node {
    bool is_root = false;
    std::uint32_t index = 0;

    friend auto operator<=>(const Node&, const Node&) = default;
  };

  DocumentBuilder(const ReadOptions& options, std::string format);

  // `instance` is the name by which the document refers to it, or a place in it. `ref` is that name, or empty.
  // The component needs purl, name and version as the document has them; ecosystem, registry and, unless the origin is
  // set to another than registry, origin are filled in here.
  Node add(model::Component component, std::string_view instance, std::string_view ref, ComponentFacts facts);
  Node add(model::Root root, std::string_view instance, std::string_view ref);

  // That the document calls a node by one more name.
  void name(std::string_view ref, Node node) { nodes_.try_emplace(std::string(ref), node); }
  // A node that is no root.
  const model::Component& component(Node node) const { return out_.inventory.components[node.index]; }
  // The node of that name among those that were added so far.
  std::optional<Node> find(std::string_view ref) const;
  DocumentFacts& facts() { return out_.facts; }
  model::Inventory& inventory() { return out_.inventory; }

  // A dependency between two names. Those that name nothing become lines of `unread` when all is put together.
  void depend(std::string_view from, std::string_view to, model::EdgeKind kind, std::uint32_t line);
  // The kind of a dependency that is stated without one, and so the only kinds that dependency has.
  void depend_as(std::string_view from, std::string_view to, model::EdgeKind kind);
  // `outer` holds `inner`.
  void hold(Node outer, Node inner) { held_.emplace_back(outer, inner); }
  void unresolved(Node from, model::Unresolved what);

  // A line of `unread`; at most kNotes are kept, the last says how many more there were.
  void note(std::string_view code, std::uint32_t line, std::string reason, bool incomplete);
  static constexpr std::uint32_t kNotes = 1'000;

  SbomDocument finish();

 private:
  struct Link {
    std::string from, to;
    model::EdgeKind kind = model::EdgeKind::runtime;
    std::uint32_t line = 0;
  };

  std::string take_id(std::string_view instance);
  void identify(model::Component& component);
  std::uint32_t number(Node node) const;
  const Node* target(const std::string& ref, std::uint32_t line);
  void add_edge(Node from, Node to, model::EdgeKind kind);
  void infer_root();
  void sort_edges();

  const ReadOptions& options_;
  SbomDocument out_;
  std::unordered_map<std::string, Node> nodes_;
  std::unordered_set<std::string> ids_;
  std::vector<Link> links_;
  std::map<std::pair<std::string, std::string>, std::vector<model::EdgeKind>> kinds_;
  std::vector<std::pair<Node, Node>> held_;
  std::vector<std::pair<Node, model::Unresolved>> unresolved_;
  std::unordered_set<std::string> dangling_;
  std::uint32_t more_notes_ = 0;
};

}  // namespace cordon::sbom
