#include "change/rewrite/pnpm_text.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/encoding.h"
#include "change/rewrite/pnpm_entry.h"

namespace cordon::change {
namespace {

std::vector<TextLine> lines_of(TextLine head, const std::vector<PnpmMember>& members) {
  std::vector<TextLine> out{std::move(head)};
  for (const PnpmMember& member : members) out.insert(out.end(), member.lines.begin(), member.lines.end());
  return out;
}

}  // namespace

Result<PnpmText> PnpmText::read(std::string_view text, const Limits& limits) {
  TRY(check_encoding(text, limits));
  TRY(check_utf8(text));
  PnpmText out(text, limits);
  TRY(out.scan());
  std::set<std::pair<std::string_view, std::string_view>> keys;
  for (const PnpmSection& section : out.sections_) {
    if (!keys.emplace(section.name, "").second) return out.twice(section.first);
    for (const PnpmEntry& entry : section.entries)
      if (!keys.emplace(section.name, entry.key).second) return out.twice(entry.first);
  }
  return out;
}

Result<void> PnpmText::scan() {
  sections_ = TRY(pnpm_sections(lines_, *limits_));
  const PnpmSection* const version = section("lockfileVersion");
  const auto key = version == nullptr ? std::nullopt : key_line(lines_.lines()[version->first].text);
  const auto value = key ? unquoted(key->value) : std::nullopt;
  if (!value || (!value->starts_with("6.") && !value->starts_with("9.")))
    return fail(ErrorCode::unsupported_version, "a lockfileVersion that is neither 6 nor 9");
  is_split_ = value->starts_with('9');
  return {};
}

const PnpmSection* PnpmText::section(std::string_view name) const {
  const auto found = std::ranges::find(sections_, name, &PnpmSection::name);
  return found == sections_.end() ? nullptr : &*found;
}

std::optional<std::size_t> PnpmText::entry(std::string_view name, std::string_view key) const {
  const PnpmSection* const in = section(name);
  if (in == nullptr) return std::nullopt;
  const auto found = std::ranges::find(in->entries, key, &PnpmEntry::key);
  if (found == in->entries.end()) return std::nullopt;
  return static_cast<std::size_t>(found - in->entries.begin());
}

Result<std::vector<PnpmMember>> PnpmText::members(std::string_view name, std::size_t index) const {
  return members_of(lines_, section(name)->entries[index]);
}

Result<void> PnpmText::write(std::string_view name, std::size_t index, const std::vector<PnpmMember>& members) {
  const PnpmEntry& entry = section(name)->entries[index];
  TextLine head = lines_.lines()[entry.first];
  const auto key = key_line(head.text);
  if (!key || (!key->value.empty() && key->value != "{}"))
    return fail(ErrorCode::refused, "an entry that is not written as pnpm writes it",
                static_cast<std::uint32_t>(head.number));
  head.text = "  " + key->raw_key + (members.empty() ? ": {}" : ":");
  std::vector<TextLine> out = lines_of(std::move(head), members);
  const std::size_t first = entry.first;
  lines_.erase(first, entry.last);
  lines_.insert(first, std::move(out));
  return scan();
}

Result<void> PnpmText::insert(std::string_view name, std::string_view key, const std::vector<PnpmMember>& members) {
  const PnpmSection* const in = section(name);
  if (in == nullptr || in->entries.empty())
    return fail(ErrorCode::refused, "the lockfile has no " + std::string(name) + " to add to");
  const std::vector<PnpmEntry>& entries = in->entries;
  std::size_t before = 0;
  while (before < entries.size() && entries[before].key < key) ++before;
  std::vector<TextLine> out =
      lines_of(lines_.added("  " + yaml_scalar(key) + (members.empty() ? ": {}" : ":")), members);
  // Entries are parted by what stands behind the first of them; a single one by what stands in front of it.
  const std::size_t blank = entries.size() > 1 ? entries[1].first - entries[0].last : entries[0].first - in->first - 1;
  const std::vector<TextLine> between(blank, lines_.added(""));
  const bool to_end = before == entries.size();
  out.insert(to_end ? out.begin() : out.end(), between.begin(), between.end());
  lines_.insert(to_end ? entries.back().last : entries[before].first, std::move(out));
  TRY(scan());
  // Behind a text of several lines that is indented otherwise it would be a part of that.
  if (!entry(name, key)) return fail(ErrorCode::refused, "entries that are not written as pnpm writes them");
  return {};
}

std::unexpected<Error> PnpmText::twice(std::size_t line) const {
  return fail(ErrorCode::refused, "a key stands twice: which one counts differs between readers",
              static_cast<std::uint32_t>(lines_.lines()[line].number));
}

std::string base_of(const PnpmId& id) {
  return std::string(id.prefix) + std::string(id.name) + "@" + std::string(id.version);
}

Result<Release> release_at(const PnpmText& lock, std::string_view key, const PnpmId& id) {
  Release out;
  out.name = id.name;
  out.version = id.version;
  out.fields_known = true;
  if (lock.is_split()) {
    if (const auto package = lock.entry("packages", base_of(id))) {
      const std::vector<PnpmMember> members = TRY(lock.members("packages", *package));
      TRY(add_members(members, out));
    }
  }
  const std::vector<PnpmMember> members = TRY(lock.members(lock.instances(), *lock.entry(lock.instances(), key)));
  TRY(add_members(members, out));
  return out;
}

}  // namespace cordon::change
