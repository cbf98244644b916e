#include "change/rewrite/package_lock_entry.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"

namespace cordon::change {
namespace {

struct List {
  std::string_view key;
  DependencyKind kind;
};
constexpr List kLists[] = {{"dependencies", DependencyKind::runtime},
                           {"optionalDependencies", DependencyKind::optional},
                           {"peerDependencies", DependencyKind::peer}};
// What says where and for what an entry stands, and what the release itself does not decide.
constexpr std::string_view kPlace[] = {"dev",      "optional", "devOptional", "peer",    "extraneous",
                                       "inBundle", "link",     "name",        "bundled", "from"};
constexpr std::string_view kOwn[] = {
    "version", "resolved", "integrity", "requires", "dependencies", "optionalDependencies", "peerDependencies"};

bool is_one_of(std::string_view key, std::span<const std::string_view> words) {
  return std::ranges::find(words, key) != words.end();
}

bool is_field(std::string_view key) { return !is_one_of(key, kPlace) && !is_one_of(key, kOwn); }

std::string json_object(const std::map<std::string, std::string, std::less<>>& ranges) {
  std::string out = "{";
  for (const auto& [name, range] : ranges) {
    if (out.size() > 1) out += ',';
    json::append_quoted(out, name);
    out += ':';
    json::append_quoted(out, range);
  }
  return out + "}";
}

using Ranges = std::map<std::string, std::string, std::less<>>;

// Makes a list of ranges this one: member by member, so that what stays is not touched.
Result<void> change_list(std::string_view source, const Value& entry, std::size_t depth, const JsonLayout& layout,
                         std::string_view key, const Ranges& wanted, ObjectEdit& own, TextEdits& edits) {
  const Value list = entry[key];
  if (wanted.empty()) {
    own.remove(key);
    return {};
  }
  if (!list.is_object()) return own.set(key, json_object(wanted));
  ObjectEdit edit(source, list, depth + 1, layout, by_name);
  for (const Value::Member member : list.members())
    if (!wanted.contains(member.key)) edit.remove(member.key);
  for (const auto& [name, range] : wanted) TRY(edit.set_string(name, range));
  edit.finish(edits);
  return {};
}

// Of an entry that must not become optional or a peer because a source does not tell the kinds apart.
std::map<DependencyKind, Ranges> lists_of(const Release& release, const Value& entry) {
  std::map<DependencyKind, Ranges> out;
  for (const ReleaseDependency& wanted : release.dependencies) {
    DependencyKind kind = wanted.kind;
    if (!release.kinds_known && entry["optionalDependencies"][wanted.name].exists()) kind = DependencyKind::optional;
    out[kind][wanted.name] = wanted.range;
  }
  return out;
}

Result<void> change_packages_lists(std::string_view source, const Value& entry, std::size_t depth,
                                   const JsonLayout& layout, const Release& release, ObjectEdit& own,
                                   TextEdits& edits) {
  auto lists = lists_of(release, entry);
  for (const List& list : kLists) {
    if (list.kind == DependencyKind::peer && !release.kinds_known) continue;
    TRY(change_list(source, entry, depth, layout, list.key, lists[list.kind], own, edits));
  }
  return {};
}

Result<void> change_tree_list(std::string_view source, const Value& entry, std::size_t depth, const JsonLayout& layout,
                              const Release& release, ObjectEdit& own, TextEdits& edits) {
  Ranges wanted;
  for (const ReleaseDependency& each : release.dependencies)
    if (each.kind != DependencyKind::peer) wanted[each.name] = each.range;
  return change_list(source, entry, depth, layout, "requires", wanted, own, edits);
}

}  // namespace

EntryIdentity identity_of(const Value& entry, std::string_view folder, LockHalf half) {
  EntryIdentity out{folder, entry["version"].string().value_or("")};
  if (half == LockHalf::packages) {
    out.name = entry["name"].string().value_or(folder);
  } else if (out.version.starts_with("npm:")) {
    const std::string_view alias = out.version.substr(4);
    const std::size_t at = alias.rfind('@');
    if (at != std::string_view::npos && at > 0) out = {alias.substr(0, at), alias.substr(at + 1)};
  }
  return out;
}

Release release_of_entry(std::string_view source, const Value& entry, std::string_view name, LockHalf half) {
  Release out;
  out.name = name;
  out.version = identity_of(entry, name, half).version;
  out.resolved = entry["resolved"].string().value_or("");
  out.integrity = entry["integrity"].string().value_or("");
  if (half == LockHalf::tree) {
    out.kinds_known = false;
    for (const Value::Member member : entry["requires"].members())
      out.dependencies.push_back(
          {std::string(member.key), std::string(member.value.text()), {}, DependencyKind::runtime});
    return out;
  }
  for (const List& list : kLists)
    for (const Value::Member member : entry[list.key].members())
      out.dependencies.push_back({std::string(member.key), std::string(member.value.text()), {}, list.kind});
  out.fields_known = true;
  for (const Value::Member member : entry.members())
    if (is_field(member.key))
      out.fields.push_back({std::string(member.key), std::string(text_of(source, member.value))});
  return out;
}

Result<void> change_entry(std::string_view source, const Value& entry, std::size_t depth, const JsonLayout& layout,
                          const Release& release, LockHalf half, TextEdits& edits) {
  ObjectEdit own(source, entry, depth, layout, by_npm);
  const bool is_alias = half == LockHalf::tree && entry["version"].text().starts_with("npm:");
  TRY(own.set_string("version", is_alias ? "npm:" + release.name + "@" + release.version : release.version));
  if (release.resolved.empty()) own.remove("resolved");
  else TRY(own.set_string("resolved", release.resolved));
  if (release.integrity.empty()) own.remove("integrity");
  else TRY(own.set_string("integrity", release.integrity));
  if (half == LockHalf::tree) {
    TRY(change_tree_list(source, entry, depth, layout, release, own, edits));
  } else {
    TRY(change_packages_lists(source, entry, depth, layout, release, own, edits));
    if (release.fields_known) {
      for (const Value::Member member : entry.members())
        if (is_field(member.key) &&
            std::ranges::find(release.fields, member.key, &ReleaseField::name) == release.fields.end())
          own.remove(member.key);
      for (const ReleaseField& field : release.fields)
        if (!field.text.empty()) TRY(own.set(field.name, field.text));
    }
  }
  own.finish(edits);
  return {};
}

std::string quoted_name(std::string_view name) {
  std::string out;
  json::append_quoted(out, name);
  return out;
}

std::string new_entry(const Release& release, std::string_view folder, LockHalf half) {
  std::vector<std::pair<std::string, std::string>> members;
  const auto add = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) members.emplace_back(key, quoted_name(value));
  };
  const bool is_alias = folder != release.name;
  if (half == LockHalf::packages && is_alias) add("name", release.name);
  add("version", half == LockHalf::tree && is_alias ? "npm:" + release.name + "@" + release.version : release.version);
  add("resolved", release.resolved);
  add("integrity", release.integrity);
  std::map<DependencyKind, Ranges> lists;
  Ranges required;
  for (const ReleaseDependency& each : release.dependencies) {
    lists[each.kind][each.name] = each.range;
    if (each.kind != DependencyKind::peer) required[each.name] = each.range;
  }
  if (half == LockHalf::tree) {
    if (!required.empty()) members.emplace_back("requires", json_object(required));
  } else {
    for (const List& list : kLists)
      if (!lists[list.kind].empty()) members.emplace_back(list.key, json_object(lists[list.kind]));
    for (const ReleaseField& field : release.fields)
      if (!field.text.empty()) members.emplace_back(field.name, field.text);
  }
  std::ranges::stable_sort(members, [](const auto& left, const auto& right) {
    return by_npm(left.first, left.second.starts_with('{'), right.first, right.second.starts_with('{'));
  });
  std::string out = "{";
  for (const auto& [key, text] : members) out += (out.size() > 1 ? "," : "") + quoted_name(key) + ":" + text;
  return out + "}";
}

}  // namespace cordon::change
