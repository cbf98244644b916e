#include "change/rewrite/package_lock_add.h"

#include <map>
#include <string>

#include "change/rewrite/package_lock_entry.h"

namespace cordon::change {
namespace {

using Texts = std::map<std::string_view, std::string>;  // name of the folder -> entry

Result<void> check_place(const PackageLockText& lock, const Add& add) {
  TRY(check_writable(add.release));
  if (location_folder(add.instance).empty())
    return fail(ErrorCode::refused, "a location that is none of an installed package: " + add.instance);
  if (lock.has_packages() && lock.in_packages(add.instance).exists())
    return fail(ErrorCode::refused, "something stands at " + add.instance);
  const std::string_view parent = location_parent(add.instance);
  if (lock.has_packages() && !parent.empty() && !lock.in_packages(parent).exists())
    return fail(ErrorCode::not_found, "no entry " + std::string(parent));
  return {};
}

// What version 2 has below a workspace package stands in its first half alone.
bool is_in_tree(const PackageLockText& lock, const Add& add) {
  return lock.has_tree() && (!lock.has_packages() || !location_names(add.instance).empty());
}

Result<void> add_to_tree(const PackageLockText& lock, std::string_view parent, const Texts& texts, TextEdits& out) {
  const auto [entry, depth] = parent.empty() ? std::pair(lock.root(), std::size_t{0}) : lock.in_tree(parent);
  if (!entry.is_object()) return fail(ErrorCode::not_found, "no entry " + std::string(parent));
  const Value list = entry["dependencies"];
  if (list.is_object()) {
    ObjectEdit edit(lock.source(), list, depth + 1, lock.layout(), by_name);
    for (const auto& [name, text] : texts) {
      if (list[name].exists()) return fail(ErrorCode::refused, "something stands at " + std::string(name));
      TRY(edit.set(name, text));
    }
    edit.finish(out);
    return {};
  }
  std::string all = "{";
  for (const auto& [name, text] : texts) all += (all.size() > 1 ? "," : "") + quoted_name(name) + ":" + text;
  ObjectEdit edit(lock.source(), entry, depth, lock.layout(), by_npm);
  TRY(edit.set("dependencies", all + "}"));
  edit.finish(out);
  return {};
}

Result<void> mark(const PackageLockText& lock, const Value& entry, std::size_t depth, const NeededFor& needed,
                  TextEdits& out) {
  if (!entry.is_object()) return fail(ErrorCode::not_found, "no entry to be marked");
  ObjectEdit edit(lock.source(), entry, depth, lock.layout(), by_npm);
  const std::pair<std::string_view, bool> marks[] = {{"dev", needed.development},
                                                     {"devOptional", needed.development_optional},
                                                     {"optional", needed.optional},
                                                     {"peer", needed.peer}};
  for (const auto& [name, is_set] : marks) {
    if (is_set) TRY(edit.set(name, "true"));
    else edit.remove(name);
  }
  edit.finish(out);
  return {};
}

}  // namespace

Result<void> add_entries(const PackageLockText& lock, const std::vector<Add>& adds, TextEdits& out) {
  if (lock.has_packages() ? !lock.root()["packages"].is_object() : !lock.has_tree())
    return fail(ErrorCode::refused, "a lockfile without entries, to which none is added");
  std::map<std::string_view, Texts> by_parent;
  for (const Add& add : adds) {
    TRY(check_place(lock, add));
    if (is_in_tree(lock, add))
      by_parent[location_parent(add.instance)][location_folder(add.instance)] =
          new_entry(add.release, location_folder(add.instance), LockHalf::tree);
  }
  if (lock.has_packages()) {
    ObjectEdit edit(lock.source(), lock.root()["packages"], 1, lock.layout(), by_name);
    for (const Add& add : adds)
      TRY(edit.set(add.instance, new_entry(add.release, location_folder(add.instance), LockHalf::packages)));
    edit.finish(out);
  }
  for (const auto& [parent, texts] : by_parent) TRY(add_to_tree(lock, parent, texts, out));
  return {};
}

Result<void> mark_entries(const PackageLockText& lock, const std::vector<Mark>& marks, TextEdits& out) {
  for (const Mark& each : marks) {
    if (lock.has_packages()) TRY(mark(lock, lock.in_packages(each.instance), 2, each.needed_for, out));
    if (!lock.has_tree()) continue;
    const auto [entry, depth] = lock.in_tree(each.instance);
    // A half that is behind is no reason to fail: the readers compare the two.
    if (entry.exists()) TRY(mark(lock, entry, depth, each.needed_for, out));
  }
  return {};
}

}  // namespace cordon::change
