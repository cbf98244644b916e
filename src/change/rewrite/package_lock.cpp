#include "change/rewrite/package_lock.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/json.h"
#include "change/rewrite/package_lock_add.h"
#include "change/rewrite/package_lock_entry.h"
#include "change/rewrite/package_lock_text.h"

namespace cordon::change {
namespace {

constexpr std::string_view kRootLists[] = {"dependencies", "devDependencies", "optionalDependencies",
                                           "peerDependencies"};

std::unexpected<Error> refuse(ErrorCode code, std::string message, const Value& at) {
  return fail(code, std::move(message), at.line());
}

Result<void> refuse_unclear(const Value& entry) {
  if (!entry.is_object()) return refuse(ErrorCode::refused, "an entry that is no object", entry);
  for (const std::string_view key : {"link", "inBundle", "bundled"})
    if (entry[key].is_true())
      return refuse(ErrorCode::refused, "an entry that is a link, or part of another package's archive", entry);
  if (!entry["version"].string())
    return refuse(ErrorCode::refused, "an entry that has no version to go back from", entry);
  return {};
}

Result<void> replace_one(const PackageLockText& lock, const Replace& replace, TextEdits& edits) {
  TRY(check_writable(replace.release));
  bool found = false;
  if (lock.has_packages()) {
    const Value entry = lock.in_packages(replace.instance);
    if (!entry.exists()) return fail(ErrorCode::not_found, "no entry " + replace.instance);
    TRY(refuse_unclear(entry));
    TRY(change_entry(lock.source(), entry, 2, lock.layout(), replace.release, LockHalf::packages, edits));
    found = true;
  }
  if (lock.has_tree()) {
    const auto [entry, depth] = lock.in_tree(replace.instance);
    if (!entry.exists() && found)
      return fail(ErrorCode::refused, "only one half of the lockfile has " + replace.instance);
    if (!entry.exists()) return fail(ErrorCode::not_found, "no entry " + replace.instance);
    TRY(refuse_unclear(entry));
    TRY(change_entry(lock.source(), entry, depth, lock.layout(), replace.release, LockHalf::tree, edits));
    found = true;
  }
  if (!found) return fail(ErrorCode::not_found, "no entry " + replace.instance);
  return {};
}

Result<void> change_digest(const PackageLockText& lock, const DigestChange& change, TextEdits& edits) {
  TRY(check_writable_digest(change.integrity));
  const auto [in_tree, depth] = lock.has_tree() ? lock.in_tree(change.instance) : std::pair(Value(), std::size_t{0});
  const std::pair<Value, std::size_t> halves[] = {
      {lock.has_packages() ? lock.in_packages(change.instance) : Value(), 2}, {in_tree, depth}};
  bool found = false;
  for (const auto& [entry, at] : halves) {
    if (!entry.exists()) continue;
    TRY(refuse_unclear(entry));
    ObjectEdit edit(lock.source(), entry, at, lock.layout(), by_npm);
    TRY(edit.set_string("integrity", change.integrity));
    edit.finish(edits);
    found = true;
  }
  if (!found) return fail(ErrorCode::not_found, "no entry " + change.instance);
  return {};
}

// Of what a member asks for in several lists, npm writes one into the tree.
std::size_t rank_in_tree(const RangeChange& change) {
  if (change.list == "devDependencies") return 0;
  return change.list == "optionalDependencies" ? 1 : 2;
}

// The tree has members of a workspace as folders, and one copy of all their ranges.
Result<void> change_members(const PackageLockText& lock, const Edits& edits, TextEdits& out) {
  std::map<std::string, std::map<std::string, const RangeChange*>> by_folder;
  for (const RangeChange& change : edits.ranges) {
    if (change.folder.empty() || change.list == "peerDependencies") continue;
    const RangeChange*& best = by_folder["file:" + change.folder][change.name];
    if (best == nullptr || rank_in_tree(change) < rank_in_tree(*best)) best = &change;
  }
  if (by_folder.empty()) return {};
  const Value entries = lock.root()["dependencies"];
  for (const Value::Member member : entries.members()) {
    const auto changes = by_folder.find(std::string(member.value["version"].text()));
    const Value list = member.value["requires"];
    if (changes == by_folder.end() || !list.is_object()) continue;
    ObjectEdit edit(lock.source(), list, 3, lock.layout(), by_name);
    for (const auto& [name, change] : changes->second)
      if (list[name].exists() && list[name].text() == change->from) TRY(edit.set_string(name, change->to));
    edit.finish(out);
  }
  return {};
}

// Ranges of one project, gathered so that each of its lists is edited once.
Result<void> change_ranges(const PackageLockText& lock, const Edits& edits, TextEdits& out) {
  if (lock.has_tree()) TRY(change_members(lock, edits, out));
  if (!lock.has_packages()) return {};  // version 1 does not have those of the project itself
  std::map<std::pair<std::string_view, std::string_view>, std::vector<const RangeChange*>> by_list;
  for (const RangeChange& change : edits.ranges) {
    bool found = false;
    for (const std::string_view list : kRootLists) {
      if (!change.list.empty() && change.list != list) continue;
      const Value old = lock.in_packages(change.folder)[list][change.name];
      if (!old.exists() || old.text() != change.from) continue;
      by_list[{change.folder, list}].push_back(&change);
      found = true;
    }
    if (!found)
      return fail(ErrorCode::refused, "package.json asks for " + change.name + " " + change.from +
                                          ", and the lockfile's record of it says otherwise: bring them into step");
  }
  for (const auto& [place, changes] : by_list) {
    ObjectEdit edit(lock.source(), lock.in_packages(place.first)[place.second], 3, lock.layout(), by_name);
    for (const RangeChange* change : changes) TRY(edit.set_string(change->name, change->to));
    edit.finish(out);
  }
  return {};
}

bool is_removed_with_parent(std::string_view location, const std::vector<std::string_view>& removed) {
  for (location = location_parent(location); !location.empty(); location = location_parent(location))
    if (std::ranges::find(removed, location) != removed.end()) return true;
  return false;
}

Result<void> remove_from_tree(const PackageLockText& lock, const std::vector<std::string_view>& removed,
                              TextEdits& out) {
  std::map<std::string_view, std::vector<std::string_view>> by_parent;
  for (const std::string_view location : removed)
    if (!is_removed_with_parent(location, removed)) by_parent[location_parent(location)].push_back(location);
  for (const auto& [parent, locations] : by_parent) {
    const auto [entry, depth] = parent.empty() ? std::pair(lock.root(), std::size_t{0}) : lock.in_tree(parent);
    const Value list = entry["dependencies"];
    ObjectEdit edit(lock.source(), list, depth + 1, lock.layout(), by_name);
    for (const std::string_view location : locations) {
      const Value gone = list[location_folder(location)];
      if (!gone.exists()) return fail(ErrorCode::not_found, "no entry " + std::string(location));
      edit.remove(location_folder(location));
    }
    if (!edit.is_emptied() || parent.empty()) {
      edit.finish(out);
      continue;
    }
    ObjectEdit whole(lock.source(), entry, depth, lock.layout(), by_npm);
    whole.remove("dependencies");
    whole.finish(out);
  }
  return {};
}

Result<void> remove_all(const PackageLockText& lock, const std::vector<Remove>& removals, TextEdits& out) {
  std::vector<std::string_view> removed;
  for (const Remove& remove : removals) removed.push_back(remove.instance);
  std::ranges::sort(removed);
  removed.erase(std::ranges::unique(removed).begin(), removed.end());
  for (const std::string_view location : removed)
    if (location_names(location).empty() &&
        !location.ends_with(std::string(kModulesFolder) + std::string(location_folder(location))))
      return fail(ErrorCode::refused, "a location outside node_modules: " + std::string(location));
  if (lock.has_packages()) {
    ObjectEdit edit(lock.source(), lock.root()["packages"], 1, lock.layout(), by_name);
    for (const std::string_view location : removed) {
      if (location_folder(location).empty() || !lock.in_packages(location).exists())
        return fail(ErrorCode::not_found, "no entry " + std::string(location));
      edit.remove(location);
    }
    edit.finish(out);
  }
  if (!lock.has_tree()) return {};
  // What version 2 has below a workspace package stands in its first half alone.
  if (lock.has_packages())
    std::erase_if(removed, [&](std::string_view location) { return !lock.in_tree(location).first.exists(); });
  return remove_from_tree(lock, removed, out);
}

// Nested entries of the tree, without recursion: the text may be hostile.
void tree_releases(const PackageLockText& lock, std::string_view name, std::vector<FoundRelease>& out) {
  struct Level {
    Value list;
    std::string location;
  };
  std::vector<Level> ahead{{lock.root()["dependencies"], ""}};
  while (!ahead.empty()) {
    const Level level = std::move(ahead.back());
    ahead.pop_back();
    for (const Value::Member member : level.list.members()) {
      const std::string location =
          (level.location.empty() ? "" : level.location + "/") + std::string(kModulesFolder) + std::string(member.key);
      const EntryIdentity identity = identity_of(member.value, member.key, LockHalf::tree);
      if (identity.name == name && !identity.version.empty())
        out.push_back({location, member.line(), release_of_entry(lock.source(), member.value, name, LockHalf::tree)});
      if (member.value["dependencies"].is_object()) ahead.push_back({member.value["dependencies"], location});
    }
  }
}

}  // namespace

Result<std::vector<FoundRelease>> releases_in_package_lock(std::string_view text, std::string_view name,
                                                           const Limits& limits) {
  const PackageLockText lock = TRY(PackageLockText::read(text, limits));
  std::vector<FoundRelease> out;
  if (!lock.has_packages()) {
    tree_releases(lock, name, out);
    return out;
  }
  for (const Value::Member member : lock.root()["packages"].members()) {
    const EntryIdentity identity = identity_of(member.value, location_folder(member.key), LockHalf::packages);
    if (location_folder(member.key).empty() || identity.name != name || identity.version.empty()) continue;
    out.push_back({std::string(member.key), member.line(),
                   release_of_entry(lock.source(), member.value, name, LockHalf::packages)});
  }
  return out;
}

Result<std::string> rewrite_package_lock(std::string_view text, const Edits& edits, const Limits& limits) {
  std::string out(text);
  // Each step reads what the one before it has written.
  const auto step = [&](auto change) -> Result<void> {
    const PackageLockText lock = TRY(PackageLockText::read(out, limits));
    TRY(lock.refuse_duplicates());
    TextEdits changes;
    TRY(change(lock, changes));
    out = lock.with_mark(TRY(changes.apply(lock.source())));
    return {};
  };
  TRY(step([&](const PackageLockText& lock, TextEdits& changes) -> Result<void> {
    for (const Replace& replace : edits.replace) TRY(replace_one(lock, replace, changes));
    TRY(change_ranges(lock, edits, changes));
    for (const DigestChange& each : edits.digests) TRY(change_digest(lock, each, changes));
    return {};
  }));
  if (!edits.add.empty())
    TRY(step([&](const PackageLockText& lock, TextEdits& changes) { return add_entries(lock, edits.add, changes); }));
  if (!edits.marks.empty())
    TRY(step(
        [&](const PackageLockText& lock, TextEdits& changes) { return mark_entries(lock, edits.marks, changes); }));
  if (!edits.remove.empty())
    TRY(step([&](const PackageLockText& lock, TextEdits& changes) { return remove_all(lock, edits.remove, changes); }));
  return out;
}

}  // namespace cordon::change
