#include "change/rewrite/package_lock.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/json.h"
#include "change/rewrite/package_lock_entry.h"

namespace cordon::change {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kModules = "node_modules/";
constexpr std::string_view kRootLists[] = {"dependencies", "devDependencies", "optionalDependencies",
                                           "peerDependencies"};

// "node_modules/a/node_modules/@s/b" is a, @s/b. Empty for a location outside node_modules.
std::vector<std::string_view> names_of(std::string_view location) {
  std::vector<std::string_view> out;
  while (!location.empty()) {
    if (!location.starts_with(kModules)) return {};
    location.remove_prefix(kModules.size());
    const std::size_t end = std::min(location.find("/node_modules/"), location.size());
    out.push_back(location.substr(0, end));
    location.remove_prefix(std::min(end + 1, location.size()));
  }
  return out;
}

std::string_view folder_name(std::string_view location) {
  const std::size_t at = location.rfind(kModules);
  return at == std::string_view::npos ? std::string_view() : location.substr(at + kModules.size());
}

std::unexpected<Error> refuse(ErrorCode code, std::string message, const Value& at) {
  return fail(code, std::move(message), at.line());
}

class Lock {
 public:
  static Result<Lock> read(std::string_view text, const Limits& limits) {
    Lock out;
    out.marked_ = text.starts_with(kByteOrderMark);
    if (out.marked_) text.remove_prefix(kByteOrderMark.size());
    out.document_ = TRY(json::parse(std::string(text), {.comments = false, .limits = limits}));
    const Value version = out.root()["lockfileVersion"];
    const auto number = version.integer();
    if (!out.root().is_object()) return refuse(ErrorCode::wrong_type, "a lockfile that is no object", out.root());
    if (!number || *number < 1 || *number > 3)
      return refuse(ErrorCode::unsupported_version, "a lockfileVersion that is not 1, 2 or 3", version);
    out.has_packages_ = *number >= 2;
    out.has_tree_ = *number <= 2 && out.root()["dependencies"].exists();
    out.layout_ = layout_of(out.source());
    return out;
  }

  Value root() const { return document_.root(); }
  std::string_view source() const { return document_.source(); }
  bool has_packages() const { return has_packages_; }
  bool has_tree() const { return has_tree_; }
  const JsonLayout& layout() const { return layout_; }
  std::string with_mark(std::string text) const { return marked_ ? std::string(kByteOrderMark) + text : text; }

  // Two readers may differ about which of them counts.
  Result<void> refuse_duplicates() const {
    if (document_.duplicates().empty()) return {};
    const Duplicate& twice = document_.duplicates().front();
    return fail(ErrorCode::refused, "a key stands twice: which one counts differs between readers", twice.last_line);
  }

  Value in_packages(std::string_view location) const { return root()["packages"][location]; }

  // The entry of the nested tree, and how deep its own line stands.
  std::pair<Value, std::size_t> in_tree(std::string_view location) const {
    Value at = root();
    std::size_t depth = 0;
    const auto names = names_of(location);
    for (const std::string_view name : names) {
      at = at["dependencies"][name];
      depth += 2;
    }
    return {names.empty() ? Value() : at, depth};
  }

 private:
  Document document_;
  JsonLayout layout_;
  bool marked_ = false, has_packages_ = false, has_tree_ = false;
};

Result<void> refuse_unclear(const Value& entry) {
  if (!entry.is_object()) return refuse(ErrorCode::refused, "an entry that is no object", entry);
  for (const std::string_view key : {"link", "inBundle", "bundled"})
    if (entry[key].is_true())
      return refuse(ErrorCode::refused, "an entry that is a link, or part of another package's archive", entry);
  if (!entry["version"].string())
    return refuse(ErrorCode::refused, "an entry that has no version to go back from", entry);
  return {};
}

Result<void> replace_one(const Lock& lock, const Replace& replace, TextEdits& edits) {
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

Result<void> change_digest(const Lock& lock, const DigestChange& change, TextEdits& edits) {
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

// Ranges of one project, gathered so that each of its lists is edited once.
Result<void> change_ranges(const Lock& lock, const Edits& edits, TextEdits& out) {
  if (!lock.has_packages()) return {};  // version 1 does not have them
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

std::string_view parent_of(std::string_view location) {
  const std::size_t at = location.rfind(kModules);
  return at == std::string_view::npos || at == 0 ? std::string_view() : location.substr(0, at - 1);
}

bool is_removed_with_parent(std::string_view location, const std::vector<std::string_view>& removed) {
  for (location = parent_of(location); !location.empty(); location = parent_of(location))
    if (std::ranges::find(removed, location) != removed.end()) return true;
  return false;
}

Result<void> remove_from_tree(const Lock& lock, const std::vector<std::string_view>& removed, TextEdits& out) {
  std::map<std::string_view, std::vector<std::string_view>> by_parent;
  for (const std::string_view location : removed)
    if (!is_removed_with_parent(location, removed)) by_parent[parent_of(location)].push_back(location);
  for (const auto& [parent, locations] : by_parent) {
    const auto [entry, depth] = parent.empty() ? std::pair(lock.root(), std::size_t{0}) : lock.in_tree(parent);
    const Value list = entry["dependencies"];
    ObjectEdit edit(lock.source(), list, depth + 1, lock.layout(), by_name);
    for (const std::string_view location : locations) {
      const Value gone = list[folder_name(location)];
      if (!gone.exists()) return fail(ErrorCode::not_found, "no entry " + std::string(location));
      edit.remove(folder_name(location));
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

Result<void> remove_all(const Lock& lock, const std::vector<Remove>& removals, TextEdits& out) {
  std::vector<std::string_view> removed;
  for (const Remove& remove : removals) removed.push_back(remove.instance);
  std::ranges::sort(removed);
  removed.erase(std::ranges::unique(removed).begin(), removed.end());
  for (const std::string_view location : removed)
    if (names_of(location).empty() && !location.ends_with(std::string(kModules) + std::string(folder_name(location))))
      return fail(ErrorCode::refused, "a location outside node_modules: " + std::string(location));
  if (lock.has_packages()) {
    ObjectEdit edit(lock.source(), lock.root()["packages"], 1, lock.layout(), by_name);
    for (const std::string_view location : removed) {
      if (folder_name(location).empty() || !lock.in_packages(location).exists())
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
void tree_releases(const Lock& lock, std::string_view name, std::vector<FoundRelease>& out) {
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
          (level.location.empty() ? "" : level.location + "/") + std::string(kModules) + std::string(member.key);
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
  const Lock lock = TRY(Lock::read(text, limits));
  std::vector<FoundRelease> out;
  if (!lock.has_packages()) {
    tree_releases(lock, name, out);
    return out;
  }
  for (const Value::Member member : lock.root()["packages"].members()) {
    const EntryIdentity identity = identity_of(member.value, folder_name(member.key), LockHalf::packages);
    if (folder_name(member.key).empty() || identity.name != name || identity.version.empty()) continue;
    out.push_back({std::string(member.key), member.line(),
                   release_of_entry(lock.source(), member.value, name, LockHalf::packages)});
  }
  return out;
}

Result<std::string> rewrite_package_lock(std::string_view text, const Edits& edits, const Limits& limits) {
  std::string out(text);
  {
    const Lock lock = TRY(Lock::read(out, limits));
    TRY(lock.refuse_duplicates());
    TextEdits changes;
    for (const Replace& replace : edits.replace) TRY(replace_one(lock, replace, changes));
    TRY(change_ranges(lock, edits, changes));
    for (const DigestChange& change : edits.digests) TRY(change_digest(lock, change, changes));
    out = lock.with_mark(TRY(changes.apply(lock.source())));
  }
  if (edits.remove.empty()) return out;
  const Lock lock = TRY(Lock::read(out, limits));
  TextEdits changes;
  TRY(remove_all(lock, edits.remove, changes));
  return lock.with_mark(TRY(changes.apply(lock.source())));
}

}  // namespace cordon::change
