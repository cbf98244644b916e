#include "inventory/npm/package_lock.h"

#include "base/json.h"
#include "base/text.h"
#include "inventory/npm/bundle.h"
#include "inventory/npm/dependency_lists.h"
#include "inventory/npm/lock_entry.h"
#include "inventory/npm/lock_inventory.h"
#include "inventory/npm/project_files.h"

namespace cordon::inventory::npm {
namespace {

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// Which of the two trees npm reads: "packages" where there is one, whatever the version says.
enum class Tree { none, packages, nested };

Result<Tree> tree_of(Value root) {
  const Value packages = root["packages"], nested = root["dependencies"];
  if (is_truthy(packages)) {
    if (!packages.is_object()) return fail(ErrorCode::wrong_type, "\"packages\" is no object", packages.line());
    return Tree::packages;
  }
  if (!is_truthy(nested)) return Tree::none;
  if (!nested.is_object()) return fail(ErrorCode::wrong_type, "\"dependencies\" is no object", nested.line());
  return Tree::nested;
}

// The file's lockfileVersion; where it has none, the oldest one that has such a tree, and npm's own default for none.
Result<int> version_of(Value root, Tree tree) {
  const Value declared = root["lockfileVersion"];
  if (is_truthy(declared)) {
    const std::string_view text = declared.text();
    if ((declared.is_number() || declared.is_string()) && text.size() == 1 && text[0] >= '1' && text[0] <= '3')
      return text[0] - '0';
    return fail(ErrorCode::unsupported_version, "lockfileVersion is " + text::visible(text, 40), declared.line());
  }
  switch (tree) {
    case Tree::packages: return root["dependencies"].exists() ? 2 : 3;
    case Tree::nested: return 1;
    case Tree::none: break;
  }
  return 3;
}

}  // namespace

Result<model::Inventory> read_package_lock(std::string text, const ReadContext& context) {
  json::Options options;
  options.limits = context.limits;
  const Document document = TRY(json::parse(std::move(text), options));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "a lockfile is an object", root.line());
  const Tree tree = TRY(tree_of(root));
  const int version = TRY(version_of(root, tree));

  const std::string_view name = file_name(context.display_path);
  const bool hidden = name == ".package-lock.json";
  model::Inventory inventory;
  inventory.path = context.display_path;
  inventory.format = hidden                          ? "hidden package-lock v"
                     : name == "npm-shrinkwrap.json" ? "npm-shrinkwrap v"
                                                     : "package-lock v";
  inventory.format += std::to_string(version);
  inventory.duplicates = document.duplicates();

  LockEntries entries(context.display_path);
  if (tree == Tree::packages) entries = read_packages(root["packages"], context.display_path);
  if (tree == Tree::nested) entries = read_nested_dependencies(root["dependencies"], context.display_path);
  if (tree == Tree::none && !is_truthy(root["lockfileVersion"]))
    entries.unread.add(root.line(), ErrorCode::missing_field, "no lockfileVersion, packages or dependencies");
  LockEntries npm6(context.display_path);
  if (tree == Tree::packages && root["dependencies"].is_object())
    npm6 = read_only_of_npm6(entries, root["dependencies"], context.display_path);
  settle_bundles(entries);
  settle_bundles(npm6);
  ProjectFiles files(context, hidden);
  build_inventory(entries, npm6, root, files, context, inventory);
  npm6.unread.move_to(inventory.unread);
  return inventory;
}

}  // namespace cordon::inventory::npm
