#include "change/rewrite/pnpm.h"

#include <algorithm>
#include <map>

#include "change/rewrite/pnpm_add.h"
#include "change/rewrite/pnpm_entry.h"
#include "change/rewrite/pnpm_rename.h"
#include "change/rewrite/pnpm_text.h"

namespace cordon::change {
namespace {

std::vector<std::string> peer_names(const Release& release) {
  std::vector<std::string> out;
  for (const ReleaseDependency& each : release.dependencies)
    if (each.kind == DependencyKind::peer) out.push_back(each.name);
  std::ranges::sort(out);
  return out;
}

// Version 9 has each of these in one of its two halves only; a reader would believe either.
Result<void> refuse_member(const std::vector<PnpmMember>& members, std::string_view name) {
  const auto found = std::ranges::find(members, name, &PnpmMember::name);
  if (found == members.end()) return {};
  return fail(ErrorCode::refused, std::string(name) + " stands in the wrong half of the lockfile",
              static_cast<std::uint32_t>(found->lines.front().number));
}

Result<void> replace_one(PnpmText& lock, const Replace& replace) {
  TRY(check_writable(replace.release));
  const auto index = lock.entry(lock.instances(), replace.instance);
  const auto id = split_id(replace.instance);
  if (!index || !id) return fail(ErrorCode::not_found, "no entry " + replace.instance);
  if (id->name != replace.release.name)
    return fail(ErrorCode::refused, "another package in the place of " + replace.instance);
  const Release old = TRY(release_at(lock, replace.instance, *id));
  if (replace.release.kinds_known && peer_names(old) != peer_names(replace.release))
    return fail(ErrorCode::refused, replace.release.name + " " + replace.release.version + " has other peers than " +
                                        std::string(id->version));
  std::vector<PnpmMember> members = TRY(lock.members(lock.instances(), *index));
  if (lock.is_split()) TRY(refuse_member(members, "resolution"));
  if (!lock.is_split()) members = TRY(with_resolution(std::move(members), replace.release, lock.lines()));
  members = TRY(with_dependencies(std::move(members), replace.release, lock.lines()));
  TRY(lock.write(lock.instances(), *index, members));
  if (!lock.is_split()) return {};
  const auto package = lock.entry("packages", base_of(*id));
  if (!package) return fail(ErrorCode::refused, "packages has no entry " + base_of(*id));
  std::vector<PnpmMember> packaged = TRY(lock.members("packages", *package));
  for (const std::string_view name : {"dependencies", "optionalDependencies"}) TRY(refuse_member(packaged, name));
  packaged = TRY(with_resolution(std::move(packaged), replace.release, lock.lines()));
  return lock.write("packages", *package, packaged);
}

// Each version that goes, and the one that comes.
Result<std::vector<PnpmRename>> renames_of(const Edits& edits) {
  std::vector<PnpmRename> out;
  for (const Replace& replace : edits.replace) {
    const auto id = split_id(replace.instance);
    const std::string from(id ? id->version : std::string_view());
    const auto known = std::ranges::find_if(
        out, [&](const PnpmRename& each) { return each.name == replace.release.name && each.from == from; });
    if (known == out.end()) out.push_back({replace.release.name, from, replace.release.version});
    else if (known->to != replace.release.version)
      return fail(ErrorCode::refused, "one version of " + known->name + " would become two");
  }
  return out;
}

Result<void> refuse_partial(const PnpmText& lock, const std::vector<PnpmRename>& renames, const Edits& edits) {
  for (const PnpmEntry& entry :
       lock.section(lock.instances()) == nullptr ? std::vector<PnpmEntry>() : lock.section(lock.instances())->entries) {
    const auto id = split_id(entry.key);
    if (!id) continue;
    const bool renamed = std::ranges::any_of(
        renames, [&](const PnpmRename& each) { return each.name == id->name && each.from == id->version; });
    if (renamed && std::ranges::find(edits.replace, entry.key, &Replace::instance) == edits.replace.end())
      return fail(ErrorCode::refused, "another instance of that version stays: " + entry.key);
  }
  return {};
}

Result<void> change_range(PnpmText& lock, const RangeChange& change) {
  const PnpmSection* const importers = lock.section("importers");
  const std::string folder = change.folder.empty() ? "." : change.folder;
  bool found = false;
  std::vector<PnpmKeyLine> above;
  for (std::size_t i = 0; i < lock.lines().lines().size(); ++i) {
    auto key = key_line(lock.lines().lines()[i].text);
    if (!key) continue;
    while (!above.empty() && above.back().indent >= key->indent) above.pop_back();
    const bool in_importer = importers == nullptr
                                 ? folder == "." && above.size() == 2 && above[0].key.ends_with("ependencies")
                                 : above.size() == 4 && above[0].key == "importers" && above[1].key == folder;
    const bool in_list = change.list.empty() || (above.size() >= 2 && above[above.size() - 2].key == change.list);
    if (in_importer && in_list && key->key == "specifier" && above.back().key == change.name &&
        unquoted(key->value) == change.from) {
      lock.lines().lines()[i].text = std::string(key->indent, ' ') + key->raw_key + ": " + yaml_scalar(change.to);
      found = true;
    }
    above.push_back(std::move(*key));
  }
  if (!found) return fail(ErrorCode::not_found, "no importer asks for " + change.name + " " + change.from);
  return lock.scan();
}

Result<void> change_digest(PnpmText& lock, const DigestChange& change) {
  TRY(check_writable_digest(change.integrity));
  const auto id = split_id(change.instance);
  const std::string key = !id ? "" : lock.is_split() ? base_of(*id) : change.instance;
  const auto index = lock.entry("packages", key);
  if (!index) return fail(ErrorCode::not_found, "no entry " + change.instance);
  std::vector<PnpmMember> members = TRY(lock.members("packages", *index));
  Release release;
  TRY(add_members(members, release));
  release.integrity = change.integrity;
  release.fields_known = false;
  members = TRY(with_resolution(std::move(members), release, lock.lines()));
  return lock.write("packages", *index, members);
}

// "overrides:" stands behind "settings:", or else behind the version.
Result<void> force(PnpmText& lock, const ForcedVersion& forced) {
  TextLine line = lock.lines().added("  " + yaml_scalar(forced.name) + ": " + yaml_scalar(forced.version));
  if (const PnpmSection* const overrides = lock.section("overrides")) {
    if (lock.entry("overrides", forced.name))
      return fail(ErrorCode::refused, "overrides says something of " + forced.name + " already");
    std::size_t at = overrides->last;
    for (const PnpmEntry& entry : overrides->entries)
      if (entry.key > forced.name) at = std::min(at, entry.first);
    lock.lines().insert(at, {std::move(line)});
    return lock.scan();
  }
  const PnpmSection* before = lock.section("settings");
  if (before == nullptr) before = lock.section("lockfileVersion");
  lock.lines().insert(before->last, {lock.lines().added(""), lock.lines().added("overrides:"), std::move(line)});
  return lock.scan();
}

Result<void> remove_one(PnpmText& lock, const Remove& remove) {
  const auto index = lock.entry(lock.instances(), remove.instance);
  const auto id = split_id(remove.instance);
  if (!index || !id) return fail(ErrorCode::not_found, "no entry " + remove.instance);
  erase_entry(lock.lines(), *lock.section(lock.instances()), *index);
  TRY(lock.scan());
  if (!lock.is_split()) return {};
  if (const PnpmSection* const snapshots = lock.section("snapshots"))
    for (const PnpmEntry& entry : snapshots->entries)
      if (const auto other = split_id(entry.key); other && base_of(*other) == base_of(*id)) return {};
  const auto package = lock.entry("packages", base_of(*id));
  if (!package) return {};
  erase_entry(lock.lines(), *lock.section("packages"), *package);
  return lock.scan();
}

}  // namespace

Result<std::vector<FoundRelease>> releases_in_pnpm(std::string_view text, std::string_view name, const Limits& limits) {
  PnpmText lock = TRY(PnpmText::read(text, limits));
  std::vector<FoundRelease> out;
  const PnpmSection* const instances = lock.section(lock.instances());
  if (instances == nullptr) return out;
  for (const PnpmEntry& entry : instances->entries) {
    const auto id = split_id(entry.key);
    if (!id || id->name != name) continue;
    out.push_back({entry.key, static_cast<std::uint32_t>(lock.lines().lines()[entry.first].number),
                   TRY(release_at(lock, entry.key, *id))});
  }
  return out;
}

Result<std::string> rewrite_pnpm(std::string_view text, const Edits& edits, const Limits& limits) {
  PnpmText lock = TRY(PnpmText::read(text, limits));
  const std::vector<PnpmRename> renames = TRY(renames_of(edits));
  TRY(refuse_partial(lock, renames, edits));
  for (const Replace& replace : edits.replace) TRY(replace_one(lock, replace));
  for (const PnpmRename& rename : renames) TRY(rename_in_pnpm(lock.lines(), rename, limits));
  TRY(lock.scan());
  for (const RangeChange& change : edits.ranges) TRY(change_range(lock, change));
  for (const DigestChange& change : edits.digests) TRY(change_digest(lock, change));
  for (const ForcedVersion& forced : edits.forced) TRY(force(lock, forced));
  TRY(add_entries(lock, edits.add));
  TRY(mark_entries(lock, edits.marks));
  for (const Remove& remove : edits.remove) TRY(remove_one(lock, remove));
  return lock.lines().text();
}

}  // namespace cordon::change
