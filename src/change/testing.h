// What the tests of this module share: inventories in few words. Names and versions are inert.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/inventory.h"
#include "model/purl.h"

namespace cordon::change::testing {

// "axios@1.14.0 form-data@4.0.0": components in this order; "> axios": the project asks for it; "axios >
// follow-redirects": the first component of that name requires the first of the other.
class Lockfile {
 public:
  explicit Lockfile(std::string_view releases) {
    inventory_.path = "package-lock.json";
    inventory_.format = "package-lock v3";
    for (const std::string_view word : words(releases)) add(word);
    inventory_.roots.emplace_back().id = "package-lock.json#";
  }
  Lockfile& asks(std::string_view names) {
    for (const std::string_view name : words(names))
      inventory_.edges.push_back(
          {static_cast<std::uint32_t>(inventory_.components.size()), index(name), model::EdgeKind::runtime, "*"});
    return *this;
  }
  Lockfile& requires_(std::string_view from, std::string_view names) {
    for (const std::string_view name : words(names))
      inventory_.edges.push_back({index(from), index(name), model::EdgeKind::runtime, "*"});
    return *this;
  }
  model::Component& at(std::string_view name) { return inventory_.components[index(name)]; }
  model::Inventory& operator*() { return inventory_; }
  model::Inventory* operator->() { return &inventory_; }

 private:
  static std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(' '), text.size());
      if (end > 0) out.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
  }
  void add(std::string_view release) {
    const std::size_t at = release.rfind('@');
    model::Component& out = inventory_.components.emplace_back();
    out.ecosystem = "npm";
    out.name = release.substr(0, at);
    out.version = release.substr(at + 1);
    out.id = "package-lock.json#node_modules/" + out.name + "#" + std::to_string(inventory_.components.size());
    out.purl = model::make_purl("npm", out.name, out.version);
    out.registry = {"npm", model::RegistryClass::public_};
    out.install_script = model::InstallScript::unknown;
    out.place = {inventory_.path, static_cast<std::uint32_t>(10 * inventory_.components.size())};
  }
  std::uint32_t index(std::string_view name) const {
    const auto at = std::ranges::find(inventory_.components, name, &model::Component::name);
    return static_cast<std::uint32_t>(at - inventory_.components.begin());
  }

  model::Inventory inventory_;
};

}  // namespace cordon::change::testing
