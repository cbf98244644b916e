// What the tests of yarn's readers share: a context with a folder in memory, and inventories in short words.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "inventory/reader.h"

namespace cordon::inventory::npm::testing {

inline constexpr std::string_view kPath = "app/yarn.lock";

// A folder "app" with the given files beside the lockfile; without any, the lockfile stands alone.
class Project {
 public:
  explicit Project(std::map<std::string, std::string, std::less<>> files = {}) : tree_(below_app(files)) {
    registries_.add({"example.test", "npm", model::RegistryClass::public_});
    context_.display_path = kPath;
    context_.directory = "app";
    context_.registries = &registries_;
    context_.client = &client_;
    if (!files.empty()) context_.tree = &tree_;
  }
  Project(const Project&) = delete;
  Project& operator=(const Project&) = delete;

  const ReadContext& context() const { return context_; }
  ReadContext& context() { return context_; }

 private:
  static std::map<std::string, std::string, std::less<>> below_app(
      const std::map<std::string, std::string, std::less<>>& files) {
    std::map<std::string, std::string, std::less<>> out;
    for (const auto& [path, text] : files) out.emplace("app/" + path, text);
    return out;
  }

  MemoryTree tree_;
  model::Registries registries_;
  ClientConfig client_;
  ReadContext context_;
};

using Words = std::vector<std::string>;

// An id without the path of the lockfile.
inline std::string short_id(std::string_view id) {
  return std::string(id.starts_with(kPath) ? id.substr(kPath.size() + 1) : id);
}

inline Words ids(const model::Inventory& inventory) {
  Words out;
  for (const model::Component& component : inventory.components) out.push_back(short_id(component.id));
  return out;
}

// "from > to kind range", in order.
inline Words edges(const model::Inventory& inventory) {
  Words out;
  for (const model::Edge& edge : inventory.edges)
    out.push_back(short_id(inventory.node_id(edge.from)) + " > " + short_id(inventory.node_id(edge.to)) + " " +
                  std::string(to_string(edge.kind)) + " " + edge.range);
  return out;
}

inline Words unresolved(const model::Inventory& inventory) {
  Words out;
  for (const model::Unresolved& missing : inventory.unresolved)
    out.push_back(short_id(inventory.node_id(missing.from)) + " > " + missing.name + " " +
                  std::string(to_string(missing.kind)) + " " + missing.range);
  return out;
}

// "code line" of what leaves the answer incomplete.
inline Words incomplete(const model::Inventory& inventory) {
  Words out;
  for (const model::FileUnread& unread : inventory.unread)
    if (unread.incomplete) out.push_back(unread.code + " " + std::to_string(unread.line));
  return out;
}

inline Words codes(const model::Inventory& inventory) {
  Words out;
  for (const model::FileUnread& unread : inventory.unread) out.push_back(unread.code);
  return out;
}

inline const model::Component* find(const model::Inventory& inventory, std::string_view id) {
  for (const model::Component& component : inventory.components)
    if (short_id(component.id) == id) return &component;
  return nullptr;
}

}  // namespace cordon::inventory::npm::testing
