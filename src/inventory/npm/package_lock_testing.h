// What the tests of npm's lockfile readers share: a folder in memory and inventories in short words.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/npm/package_lock.h"

namespace cordon::inventory::npm {

// A folder "app" with package-lock.json and the files that are given beside it; without any, the lockfile stands alone.
class PackageLockFixture : public ::testing::Test {
 protected:
  using Words = std::vector<std::string>;

  PackageLockFixture() {
    registries_.add({"example.test", "npm", model::RegistryClass::public_});
    context_.display_path = "app/package-lock.json";
    context_.directory = "app";
    context_.registries = &registries_;
    context_.client = &client_;
  }

  void beside(const std::map<std::string, std::string>& files) {
    std::map<std::string, std::string, std::less<>> below;
    for (const auto& [path, text] : files) below.emplace("app/" + path, text);
    tree_ = MemoryTree(std::move(below));
    context_.tree = &tree_;
  }

  model::Inventory read(std::string text) {
    auto result = read_package_lock(std::move(text), context_);
    EXPECT_TRUE(result) << (result ? "" : result.error().describe());
    return result ? std::move(*result) : model::Inventory();
  }
  ErrorCode error(std::string text) {
    const auto result = read_package_lock(std::move(text), context_);
    EXPECT_FALSE(result);
    return result ? ErrorCode::internal : result.error().code;
  }

  static std::string location(const std::string& id) { return id.substr(id.find('#') + 1); }

  static Words ids(const model::Inventory& inventory) {
    Words out;
    for (const model::Component& component : inventory.components) out.push_back(location(component.id));
    return out;
  }
  // "from > to kind range"; the project is "".
  static Words edges(const model::Inventory& inventory) {
    Words out;
    for (const model::Edge& edge : inventory.edges)
      out.push_back(location(inventory.node_id(edge.from)) + " > " + location(inventory.node_id(edge.to)) + " " +
                    std::string(to_string(edge.kind)) + " " + edge.range);
    return out;
  }
  // "path:line code"; a '!' behind it where that leaves the answer incomplete.
  static Words unread(const model::Inventory& inventory) {
    Words out;
    for (const model::FileUnread& note : inventory.unread)
      out.push_back(note.path + ":" + std::to_string(note.line) + " " + note.code + (note.incomplete ? "!" : ""));
    return out;
  }
  static model::Component component(const model::Inventory& inventory, const std::string& at) {
    for (const model::Component& each : inventory.components)
      if (location(each.id) == at) return each;
    ADD_FAILURE() << "no component " << at;
    return {};
  }

  MemoryTree tree_{{}};
  model::Registries registries_;
  ClientConfig client_;
  ReadContext context_;
};

}  // namespace cordon::inventory::npm
