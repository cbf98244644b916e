// What a gate makes of a registry's document. The first byte chooses the options, the second the decisions, the rest is
// the document.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "check_document.h"
#include "registry/packument_filter.h"

using namespace cordon;
using fuzz::expect;
using namespace cordon::registry;

namespace {

constexpr std::string_view kBase = "https://gate.example.test/npm";

FilterOptions options_of(std::uint8_t byte) {
  FilterOptions out;
  out.form = (byte & 1) != 0 ? Form::abbreviated : Form::full;
  if ((byte & 2) != 0) out.tarball_base = kBase;
  out.restrictions = (byte & 4) == 0   ? Restrictions::none
                     : (byte & 8) != 0 ? Restrictions::manifests
                                       : Restrictions::names;
  out.now = 1'775'000'000;
  return out;
}

std::vector<Decision> decisions_of(const Packument& packument, std::uint8_t byte, bool strip) {
  std::vector<Decision> out(packument.versions.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].allowed = (byte >> (i % 8) & 1) == 0;
    out[i].reason = packument.versions[i].version;
    out[i].comes_of_age = static_cast<std::int64_t>(i);
    out[i].strip_scripts = strip;
  }
  return out;
}

void check_spans(const Packument& packument) {
  const std::string_view text = packument.text;
  const auto check = [&](const Member& member) {
    expect(member.key.begin < member.key.end && member.key.end < member.value.begin);
    expect(member.value.begin < member.value.end && member.value.end <= text.size());
    expect(text[member.key.begin] == '"' && text[member.key.end - 1] == '"');
    const char first = text[member.value.begin], last = text[member.value.end - 1];
    expect((first != '{' || last == '}') && (first != '[' || last == ']') && (first != '"' || last == '"'));
  };
  for (const auto* list :
       {&packument.top, &packument.entry_members, &packument.dist_members, &packument.script_members})
    for (const Member& member : *list) check(member);
  for (const auto* list : {&packument.tags, &packument.times})
    for (const NamedMember& named : *list) check(named.member);
  for (const VersionEntry& entry : packument.versions) {
    check(entry.member);
    expect(entry.member.overridden != (packument.find(entry.version) == &entry));
  }
}

void check_entry(const Packument& packument, const VersionEntry& entry, const FilterOptions& options, bool strip) {
  expect(entry.is_object && entry.is_clean && !entry.member.overridden);
  for (const Member& member : packument.dist_of(entry))
    if (member.field == Field::tarball && !options.tarball_base.empty()) expect(entry.tarball.starts_with(kBase));
  if (!strip) return;
  expect(entry.has_install_script.empty() && !entry.runs_at_install);
}

void check_output(const Packument& before, const std::vector<Decision>& decisions, const Packument& after,
                  const FilterOptions& options, bool strip) {
  expect(after.name == before.name && after.overridden == 0);
  for (const VersionEntry& entry : after.versions) check_entry(after, entry, options, strip);
  std::size_t listed = 0;
  for (std::size_t i = 0; i < before.versions.size(); ++i) {
    const VersionEntry& entry = before.versions[i];
    if (entry.member.overridden) continue;
    const bool hands_out = is_listed(before, decisions, i);
    listed += hands_out ? 1 : 0;
    expect((after.find(entry.version) != nullptr) == hands_out);
    if (hands_out || entry.version == "created" || entry.version == "modified") continue;
    for (const NamedMember& time : after.times) expect(time.name != entry.version);
  }
  expect(listed == after.versions.size());
  for (const NamedMember& tag : after.tags) {
    if (!tag.is_string || after.find(tag.value) != nullptr) continue;
    bool unmoved = false;
    for (const NamedMember& old : before.tags) unmoved = unmoved || (old.name == tag.name && old.value == tag.value);
    expect(unmoved);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  Limits limits;
  limits.entries = 100'000;
  const auto packument = read_packument(text, limits);
  if (!packument) return 0;
  check_spans(*packument);
  const FilterOptions options = options_of(data[0]);
  const bool strip = (data[0] & 16) != 0;
  const std::vector<Decision> decisions = decisions_of(*packument, data[1], strip);
  const Filtered filtered = filter_packument(*packument, decisions, options);
  expect(json::parse(filtered.text).has_value());
  const auto after = read_packument(filtered.text);
  expect(after.has_value());
  check_output(*packument, decisions, *after, options, strip);
  // All that was handed out is allowed: what was filtered comes out as it is.
  const std::vector<Decision> all = decisions_of(*after, 0, strip);
  expect(filter_packument(*after, all, options).text == filtered.text);
  expect(json::parse(filtered_tags(*packument, decisions)).has_value());
  return 0;
}
