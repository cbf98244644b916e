// What the tests of the pnpm reader share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "inventory/npm/pnpm_lock.h"

namespace cordon::inventory::npm {

class PnpmLockFixture : public ::testing::Test {
 protected:
  PnpmLockFixture() {
    registries_.add({"example.test", "npm", model::RegistryClass::public_});
    context_.display_path = "p/pnpm-lock.yaml";
    context_.registries = &registries_;
    context_.client = &client_;
  }

  model::Inventory read(std::string text) {
    auto result = read_pnpm_lock(std::move(text), context_);
    EXPECT_TRUE(result) << (result ? "" : result.error().describe());
    return result ? std::move(*result) : model::Inventory();
  }

  ErrorCode error(std::string text) {
    auto result = read_pnpm_lock(std::move(text), context_);
    EXPECT_FALSE(result);
    return result ? ErrorCode::internal : result.error().code;
  }

  static std::string id(const std::string& key) { return "p/pnpm-lock.yaml#" + key; }

  // The component with a key; fails the test and gives an empty one when there is none.
  static model::Component component(const model::Inventory& inventory, const std::string& key) {
    for (const model::Component& component : inventory.components)
      if (component.id == id(key)) return component;
    ADD_FAILURE() << "no component " << key;
    return {};
  }

  // "from -> to kind range" of all edges, keys without the file's path.
  static std::vector<std::string> edges(const model::Inventory& inventory) {
    std::vector<std::string> out;
    const auto key = [&](std::uint32_t node) { return inventory.node_id(node).substr(id("").size()); };
    for (const model::Edge& edge : inventory.edges) {
      std::string text = key(edge.from) + " -> " + key(edge.to) + " " + std::string(to_string(edge.kind));
      if (!edge.range.empty()) text += " " + edge.range;
      out.push_back(std::move(text));
    }
    return out;
  }

  // "line code" of what was not understood; a '!' behind it where that leaves the answer incomplete.
  static std::vector<std::string> unread(const model::Inventory& inventory) {
    std::vector<std::string> out;
    for (const model::FileUnread& note : inventory.unread)
      out.push_back(std::to_string(note.line) + " " + note.code + (note.incomplete ? "!" : ""));
    return out;
  }

  model::Registries registries_;
  ClientConfig client_;
  ReadContext context_;
};

using Texts = std::vector<std::string>;

}  // namespace cordon::inventory::npm
