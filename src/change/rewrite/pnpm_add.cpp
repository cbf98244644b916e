#include "change/rewrite/pnpm_add.h"

#include <algorithm>

#include "change/rewrite/pnpm_entry.h"

namespace cordon::change {
namespace {

// A line of a member that is one value.
PnpmMember value_of(std::string_view name, std::string_view value, const PnpmText& lock) {
  return {std::string(name), {lock.lines().added("    " + std::string(name) + ": " + std::string(value))}};
}

// What peers were resolved to stands among the others.
Release with_peers_listed(const Release& release) {
  Release out = release;
  for (const ReleaseDependency& each : release.dependencies)
    if (each.kind == DependencyKind::peer && !each.reference.empty())
      out.dependencies.push_back({each.name, {}, each.reference, DependencyKind::runtime});
  return out;
}

Result<void> add_entry(PnpmText& lock, const Add& add) {
  TRY(check_writable(add.release));
  const auto id = split_id(add.instance);
  if (!id || id->name != add.release.name || id->version != add.release.version ||
      lock.is_split() != id->prefix.empty())
    return fail(ErrorCode::refused, "a key that is none of " + add.release.name + " " + add.release.version);
  if (lock.entry(lock.instances(), add.instance)) return fail(ErrorCode::refused, "there is a " + add.instance);
  const Release release = with_peers_listed(add.release);
  const char* const form = release.resolved.empty() ? "{integrity: none}" : "{integrity: none, tarball: none}";
  std::vector<PnpmMember> resolution = {value_of("resolution", form, lock)};
  std::vector<PnpmMember> packaged = TRY(with_resolution(std::move(resolution), release, lock.lines()));
  if (!lock.is_split()) {
    packaged = TRY(with_dependencies(std::move(packaged), release, lock.lines()));
    return lock.insert("packages", add.instance, packaged);
  }
  // Several instances share what is packed.
  if (!lock.entry("packages", base_of(*id))) TRY(lock.insert("packages", base_of(*id), packaged));
  const std::vector<PnpmMember> members = TRY(with_dependencies({}, release, lock.lines()));
  return lock.insert("snapshots", add.instance, members);
}

void set_member(std::vector<PnpmMember>& members, PnpmMember member, bool is_set) {
  const auto known = std::ranges::find(members, member.name, &PnpmMember::name);
  if (is_set && known != members.end()) {
    if (known->lines.front().text != member.lines.front().text) *known = std::move(member);
  } else if (is_set) {
    add_in_order(members, std::move(member));
  } else if (known != members.end()) {
    members.erase(known);
  }
}

}  // namespace

Result<void> add_entries(PnpmText& lock, const std::vector<Add>& adds) {
  for (const Add& add : adds) TRY(add_entry(lock, add));
  return {};
}

Result<void> mark_entries(PnpmText& lock, const std::vector<Mark>& marks) {
  for (const Mark& mark : marks) {
    const auto index = lock.entry(lock.instances(), mark.instance);
    if (!index) return fail(ErrorCode::not_found, "no entry " + mark.instance);
    std::vector<PnpmMember> members = TRY(lock.members(lock.instances(), *index));
    const NeededFor& needed = mark.needed_for;
    // Neither: development dependencies need it, and others.
    if (!lock.is_split())
      set_member(members, value_of("dev", needed.development ? "true" : "false", lock),
                 needed.development || !needed.by_development);
    set_member(members, value_of("optional", "true", lock), needed.optional);
    TRY(lock.write(lock.instances(), *index, members));
  }
  return {};
}

}  // namespace cordon::change
