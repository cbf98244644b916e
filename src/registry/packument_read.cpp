#include "registry/packument_read.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/encoding.h"
#include "base/json.h"
#include "base/json_events.h"
#include "registry/moment.h"
#include "registry/package_name.h"
#include "registry/packument_events.h"

namespace cordon::registry {
namespace {

// Indexes sorted by name, those of one name in order of the document. Sorting rather than hashing: names are chosen by
// whoever publishes.
std::vector<std::uint32_t> sorted_by(std::size_t count, const auto& name) {
  std::vector<std::uint32_t> out(count);
  std::iota(out.begin(), out.end(), 0u);
  std::ranges::stable_sort(out, {}, name);
  return out;
}

// All but the last of one name are overridden.
void mark_overridden(const std::vector<std::uint32_t>& order, const auto& name, const auto& member, Packument& out) {
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (name(order[i - 1]) != name(order[i])) continue;
    member(order[i - 1]).overridden = true;
    ++out.overridden;
  }
}

void mark_named(std::vector<NamedMember>& list, Packument& out) {
  const auto name = [&](std::uint32_t i) { return list[i].name; };
  mark_overridden(sorted_by(list.size(), name), name, [&](std::uint32_t i) -> Member& { return list[i].member; }, out);
}

void relate_times(Packument& out) {
  for (const NamedMember& time : out.times) {
    if (time.member.overridden) continue;
    if (time.name == "created") out.created = time.value;
    if (time.name == "modified" && out.modified.empty()) out.modified = time.value;
    const VersionEntry* const entry = out.find(time.name);
    if (entry != nullptr && time.is_string)
      out.versions[static_cast<std::size_t>(entry - out.versions.data())].published = moment_of(time.value);
  }
}

std::string_view last_part(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  return address.substr(address.rfind('/') + 1);
}

}  // namespace

const VersionEntry* Packument::find(std::string_view version) const {
  const auto after =
      std::ranges::upper_bound(by_version, version, {}, [&](std::uint32_t i) { return versions[i].version; });
  if (after == by_version.begin() || versions[after[-1]].version != version) return nullptr;
  return &versions[after[-1]];
}

std::span<const Member> Packument::members_of(const VersionEntry& entry) const {
  return std::span(entry_members).subspan(entry.first_member, entry.end_member - entry.first_member);
}

std::span<const Member> Packument::dist_of(const VersionEntry& entry) const {
  return std::span(dist_members).subspan(entry.first_dist, entry.end_dist - entry.first_dist);
}

std::span<const Member> Packument::scripts_of(const VersionEntry& entry) const {
  return std::span(script_members).subspan(entry.first_script, entry.end_script - entry.first_script);
}

Result<Packument> read_packument(std::string_view text, const Limits& limits) {
  TRY(check_encoding(text, limits));
  if (text.size() > std::numeric_limits<std::uint32_t>::max()) return fail(ErrorCode::too_large, "too many bytes");
  Packument out;
  out.text = text;
  PackumentEvents events(out);
  const json::Options options = {.comments = false, .limits = limits};
  TRY(json::EventReader<PackumentEvents>(text, options, events).read());
  if (!events.root_is_object()) return fail(ErrorCode::wrong_type, "no packument: it is no object");
  if (events.has_too_many()) return fail(ErrorCode::too_many, "too many versions, tags or times");
  if (events.has_wrong_type()) return fail(ErrorCode::wrong_type, "no packument: dist-tags, versions or time are none");
  if (out.name.empty()) return fail(ErrorCode::missing_field, "no packument: it has no name");
  const auto version = [&](std::uint32_t i) { return out.versions[i].version; };
  out.by_version = sorted_by(out.versions.size(), version);
  mark_overridden(out.by_version, version, [&](std::uint32_t i) -> Member& { return out.versions[i].member; }, out);
  mark_named(out.tags, out);
  mark_named(out.times, out);
  relate_times(out);
  return out;
}

bool agrees_with_key(const Packument& packument, const VersionEntry& entry) {
  return entry.is_object && entry.says_version == entry.version &&
         (entry.says_name.empty() || entry.says_name == packument.name);
}

std::vector<std::uint32_t> versions_of_file(const Packument& packument, std::string_view file) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < packument.versions.size(); ++i) {
    const VersionEntry& entry = packument.versions[i];
    if (entry.member.overridden) continue;
    if (last_part(entry.tarball) == file || conventional_file(packument.name, entry.version) == file) out.push_back(i);
  }
  return out;
}

}  // namespace cordon::registry
