#include "git/submodules.h"

#include <algorithm>
#include <map>
#include <utility>

namespace cordon::git {
namespace {

struct Pair {
  std::string path;  // "" or ending in '/'
  std::optional<ObjectId> before, now;
};

Result<Tree> tree_of(const Repository& repository, const std::optional<ObjectId>& id) {
  if (!id) return Tree();
  Result<Tree> tree = repository.objects().tree(*id);
  if (!tree) return std::unexpected(repository.explain(tree.error()));
  return tree;
}

// The folder of a tree; nothing where there is none.
Result<std::optional<ObjectId>> below(const Repository& repository, std::optional<ObjectId> tree,
                                      std::string_view folder) {
  while (tree && !folder.empty()) {
    const std::size_t slash = std::min(folder.find('/'), folder.size());
    const auto entry = repository.objects().entry(*tree, folder.substr(0, slash));
    if (!entry) return std::unexpected(repository.explain(entry.error()));
    if (!*entry || (*entry)->kind != EntryKind::directory) return std::nullopt;
    tree = (*entry)->id;
    folder.remove_prefix(std::min(slash + 1, folder.size()));
  }
  return tree;
}

std::optional<ObjectId> id_of(const TreeEntry* entry, EntryKind kind) {
  if (entry == nullptr || entry->kind != kind) return std::nullopt;
  return entry->id;
}

}  // namespace

Result<std::vector<SubmoduleChange>> changed_submodules(const Repository& repository, std::string_view folder_path,
                                                        const std::optional<ObjectId>& before, const ObjectId& now,
                                                        std::size_t most) {
  std::vector<SubmoduleChange> out;
  std::vector<Pair> open{{"", TRY(below(repository, before, folder_path)), TRY(below(repository, now, folder_path))}};
  for (std::size_t at = 0; at < open.size() && at < kMostTrees; ++at) {
    const Pair folder = open[at];
    if (folder.before == folder.now) continue;
    const Tree was = TRY(tree_of(repository, folder.before)), is = TRY(tree_of(repository, folder.now));
    std::map<std::string_view, std::pair<const TreeEntry*, const TreeEntry*>> entries;
    for (const TreeEntry& entry : was) entries[entry.name].first = &entry;
    for (const TreeEntry& entry : is) entries[entry.name].second = &entry;
    for (const auto& [name, sides] : entries) {
      const std::string path = folder.path + std::string(name);
      const auto module_before = id_of(sides.first, EntryKind::other),
                 module_now = id_of(sides.second, EntryKind::other);
      if (module_before != module_now && out.size() < most) out.push_back({path, module_before, module_now});
      const auto tree_before = id_of(sides.first, EntryKind::directory),
                 tree_now = id_of(sides.second, EntryKind::directory);
      if (tree_before != tree_now) open.push_back({path + "/", tree_before, tree_now});
    }
  }
  std::ranges::sort(out, {}, &SubmoduleChange::path);
  return out;
}

}  // namespace cordon::git
