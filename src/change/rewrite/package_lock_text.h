// A package-lock.json as a document and as text, and the words of its locations. For package_lock.cpp and its parts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/document.h"
#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/json_text.h"

namespace cordon::change {

inline constexpr std::string_view kModulesFolder = "node_modules/";

// "node_modules/a/node_modules/@s/b" is a, @s/b. Empty for a location outside node_modules.
std::vector<std::string_view> location_names(std::string_view location);
// The last of these names; also of "packages/a/node_modules/b". Empty for a folder that is no installed package.
std::string_view location_folder(std::string_view location);
// The location that it is installed in; empty: the project itself.
std::string_view location_parent(std::string_view location);

class PackageLockText {
 public:
  // Fails as json::parse does, with wrong_type, and with unsupported_version.
  static Result<PackageLockText> read(std::string_view text, const Limits& limits);

  Value root() const { return document_.root(); }
  std::string_view source() const { return document_.source(); }
  bool has_packages() const { return has_packages_; }
  bool has_tree() const { return has_tree_; }
  const JsonLayout& layout() const { return layout_; }
  std::string with_mark(std::string text) const;

  // Two readers may differ about which of them counts: fails with refused.
  Result<void> refuse_duplicates() const;

  Value in_packages(std::string_view location) const { return root()["packages"][location]; }
  // The entry of the nested tree, and how deep its own line stands.
  std::pair<Value, std::size_t> in_tree(std::string_view location) const;

 private:
  Document document_;
  JsonLayout layout_;
  bool marked_ = false, has_packages_ = false, has_tree_ = false;
};

}  // namespace cordon::change
