// For the tests of the readers of Python's lockfiles: reads a text with files beside it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "inventory/reader.h"

namespace cordon::inventory::pypi {

inline constexpr const char* kHex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
inline constexpr const char* kOtherHex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
inline constexpr const char* kSri = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
inline constexpr const char* kOtherSri = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
inline constexpr const char* kCommit = "0123456789abcdef0123456789abcdef01234567";

using Files = std::map<std::string, std::string, std::less<>>;

class ReaderTest : public ::testing::Test {
 protected:
  ReaderTest(Reader reader, std::string display_path) : reader_(reader) {
    registries_.add({"registry.example.test", "pypi", model::RegistryClass::public_});
    registries_.declare_private({{"private.example.test"}, {}, {}});
    context_.display_path = std::move(display_path);
    context_.registries = &registries_;
  }

  Result<model::Inventory> try_read(const std::string& text, Files files = {}) {
    const MemoryTree tree(std::move(files));
    context_.tree = &tree;
    auto inventory = reader_(text, context_);
    context_.tree = nullptr;
    return inventory;
  }

  model::Inventory read(const std::string& text, Files files = {}) {
    auto inventory = try_read(text, std::move(files));
    EXPECT_TRUE(inventory) << inventory.error().describe();
    return inventory ? std::move(*inventory) : model::Inventory();
  }

  ErrorCode error_of(const std::string& text) {
    const auto inventory = try_read(text);
    EXPECT_FALSE(inventory);
    return inventory ? ErrorCode::internal : inventory.error().code;
  }

  static std::string name_of(const model::Inventory& inventory, std::uint32_t node) {
    if (inventory.is_root(node)) {
      const std::string& name = inventory.roots[node - inventory.components.size()].name;
      return name.empty() ? "(root)" : name;
    }
    return inventory.components[node].name + "@" + inventory.components[node].version;
  }

  // "app -> a@1.0 (>=1, runtime)" a line.
  static std::string edges(const model::Inventory& inventory) {
    std::string out;
    for (const model::Edge& edge : inventory.edges)
      out += name_of(inventory, edge.from) + " -> " + name_of(inventory, edge.to) +
             (edge.range.empty() ? " (" : " (" + edge.range + ", ") + std::string(to_string(edge.kind)) + ")\n";
    return out;
  }

  // "code:line" of what was not understood, with "!" where that leaves the answer incomplete.
  static std::string codes(const model::Inventory& inventory) {
    std::string out;
    for (const model::FileUnread& unread : inventory.unread)
      out += unread.code + ":" + std::to_string(unread.line) + (unread.incomplete ? "! " : " ");
    return out;
  }

  static std::string scopes(const model::Inventory& inventory) {
    std::string out;
    for (const model::Component& component : inventory.components)
      out += component.name + " " + std::string(to_string(component.scope)) + "\n";
    return out;
  }

  static const model::Component& component(const model::Inventory& inventory, std::string_view name) {
    static const model::Component kNone;
    for (const model::Component& each : inventory.components)
      if (each.name == name) return each;
    ADD_FAILURE() << name;
    return kNone;
  }

  Reader reader_;
  model::Registries registries_;
  ReadContext context_;
};

}  // namespace cordon::inventory::pypi
