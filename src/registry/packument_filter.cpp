#include "registry/packument_filter.h"

#include <algorithm>

#include "base/json.h"
#include "registry/object_copy.h"
#include "registry/refusal.h"
#include "registry/tag_choice.h"

namespace cordon::registry {
namespace {

constexpr std::string_view kNoDecision = "nobody decided on it";

// All that is known before the first byte is written.
class Filter {
 public:
  Filter(const Packument& packument, std::span<const Decision> decisions, const FilterOptions& options)
      : packument_(packument), decisions_(decisions), options_(options), listed_(packument.versions.size()) {
    out_.overridden = packument.overridden;
    for (std::uint32_t i = 0; i < listed_.size(); ++i) weigh(i);
    move_tags();
  }

  Filtered document() && {
    const std::string_view text = packument_.text;
    const std::size_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    out_.text.reserve(text.size() + kSpare);
    out_.text += text.substr(begin, packument_.object.begin - begin);
    append_top();
    out_.text += text.substr(packument_.object.end);
    return std::move(out_);
  }

  std::string tags() && {
    append_tags();
    return std::move(out_.text);
  }

 private:
  static constexpr std::size_t kSpare = 4'096;
  static constexpr std::uint32_t kUnmoved = 0xFFFFFFFF;

  void weigh(std::uint32_t i);
  void move_tags();
  bool strips(std::uint32_t i) const { return decisions_[i].strip_scripts; }
  bool is_gone(const NamedMember& time) const;
  bool versions_change() const;
  bool keeps_at_top(Field field) const;
  void append_top();
  void append_tags();
  void append_versions();
  void append_times();
  void append_restrictions();
  void append_manifest(std::uint32_t i, bool strip);

  const Packument& packument_;
  const std::span<const Decision> decisions_;
  const FilterOptions& options_;
  std::vector<std::uint8_t> listed_;       // by version
  std::vector<std::uint32_t> restricted_;  // versions that count and are held
  std::vector<std::uint32_t> moved_;       // by tag: the version that it points to now, or kUnmoved
  Filtered out_;
};

void Filter::weigh(std::uint32_t i) {
  const VersionEntry& entry = packument_.versions[i];
  if (entry.member.overridden) return;
  if (!entry.is_object) {
    ++out_.unreadable;
    return;
  }
  if (is_listed(packument_, decisions_, i)) {
    listed_[i] = 1;
    ++out_.listed;
    if (strips(i)) ++out_.without_scripts;
    return;
  }
  ++out_.held;
  restricted_.push_back(i);
  if (i >= decisions_.size() || !decisions_[i].comes_of_age) return;
  const std::int64_t then = std::max(*decisions_[i].comes_of_age, options_.now);
  out_.next_change = std::min(out_.next_change.value_or(then), then);
}

// A tag whose target the document never listed stays: it does not come from what was held here.
void Filter::move_tags() {
  moved_.assign(packument_.tags.size(), kUnmoved);
  std::optional<TagChoice> choice;
  for (std::size_t i = 0; i < moved_.size(); ++i) {
    const NamedMember& tag = packument_.tags[i];
    if (tag.member.overridden || !tag.is_string) continue;
    const VersionEntry* const target = packument_.find(tag.value);
    if (target == nullptr || listed_[static_cast<std::size_t>(target - packument_.versions.data())] != 0) continue;
    if (!choice) choice.emplace(packument_, listed_);
    const auto to = tag.name == "latest" ? choice->latest(tag.value) : choice->other(tag.value);
    moved_[i] = to.value_or(kUnmoved);
    ++(to ? out_.repointed_tags : out_.tags_on_held);
  }
}

bool Filter::versions_change() const {
  if (options_.form == Form::abbreviated || !options_.tarball_base.empty() || out_.without_scripts > 0) return true;
  if (out_.listed != packument_.versions.size()) return true;
  return std::ranges::any_of(packument_.versions, [](const VersionEntry& entry) { return !entry.is_clean; });
}

bool Filter::is_gone(const NamedMember& time) const {
  if (time.member.overridden) return true;
  if (time.name == "created" || time.name == "modified") return false;
  const VersionEntry* const entry = packument_.find(time.name);
  return entry != nullptr && listed_[static_cast<std::size_t>(entry - packument_.versions.data())] == 0;
}

bool Filter::keeps_at_top(Field field) const {
  switch (field) {
    case Field::staged_versions: return false;
    case Field::attachments: return options_.form == Form::full && restricted_.empty() && out_.unreadable == 0;
    case Field::policy_restrictions: return options_.restrictions == Restrictions::none || restricted_.empty();
    case Field::name:
    case Field::modified: return true;
    default: return options_.form == Form::full;
  }
}

void Filter::append_top() {
  ObjectCopy copy(out_.text, packument_.text, packument_.object);
  bool has_modified = false;
  for (const Member& member : packument_.top) {
    if (member.overridden) {
      copy.drop(member);
      continue;
    }
    has_modified |= member.field == Field::modified;
    if (member.field == Field::dist_tags) {
      copy.change(member);
      append_tags();
    } else if (member.field == Field::versions) {
      copy.change(member);
      append_versions();
    } else if (member.field == Field::time) {
      copy.change(member);
      append_times();
    } else if (keeps_at_top(member.field)) {
      copy.keep(member);
    } else {
      copy.drop(member);
    }
  }
  if (options_.form == Form::abbreviated && !has_modified && !packument_.modified.empty()) {
    copy.add("modified");
    json::append_quoted(out_.text, packument_.modified);
  }
  if (options_.restrictions != Restrictions::none && !restricted_.empty()) {
    copy.add("policyRestrictions");
    append_restrictions();
  }
  copy.finish();
}

void Filter::append_tags() {
  const std::string_view text = packument_.text;
  if (packument_.tags.empty()) {
    out_.text += packument_.dist_tags.empty() ? "{}" : packument_.dist_tags.of(text);
    return;
  }
  ObjectCopy copy(out_.text, text, packument_.dist_tags);
  for (std::size_t i = 0; i < moved_.size(); ++i) {
    const Member& member = packument_.tags[i].member;
    if (member.overridden) {
      copy.drop(member);
    } else if (moved_[i] == kUnmoved) {
      copy.keep(member);
    } else {
      copy.change(member);
      out_.text += packument_.versions[moved_[i]].member.key.of(text);
    }
  }
  copy.finish();
}

void Filter::append_manifest(std::uint32_t i, bool strip) {
  append_entry(out_.text, packument_, packument_.versions[i],
               {.form = options_.form, .tarball_base = options_.tarball_base, .strip_scripts = strip});
}

void Filter::append_versions() {
  if (!versions_change()) {
    out_.text += packument_.versions_object.of(packument_.text);
    return;
  }
  ObjectCopy copy(out_.text, packument_.text, packument_.versions_object);
  for (std::uint32_t i = 0; i < listed_.size(); ++i) {
    const VersionEntry& entry = packument_.versions[i];
    if (listed_[i] == 0) {
      copy.drop(entry.member);
    } else if (options_.form == Form::full && options_.tarball_base.empty() && entry.is_clean && !strips(i)) {
      copy.keep(entry.member);
    } else {
      copy.change(entry.member);
      append_manifest(i, strips(i));
    }
  }
  copy.finish();
}

void Filter::append_times() {
  if (packument_.times.empty()) {
    out_.text += packument_.time.of(packument_.text);
    return;
  }
  ObjectCopy copy(out_.text, packument_.text, packument_.time);
  for (const NamedMember& time : packument_.times) {
    if (is_gone(time)) copy.drop(time.member);
    else copy.keep(time.member);
  }
  copy.finish();
}

void Filter::append_restrictions() {
  std::string& text = out_.text;
  std::vector<HeldVersion> held;
  held.reserve(restricted_.size());
  text += "{\"versions\":{";
  for (const std::uint32_t i : restricted_) {
    const VersionEntry& entry = packument_.versions[i];
    const bool decided = i < decisions_.size();
    held.push_back({.version = entry.version,
                    .reason = decided ? std::string_view(decisions_[i].reason) : kNoDecision,
                    .published = entry.published,
                    .comes_of_age = decided ? decisions_[i].comes_of_age : std::nullopt});
    if (held.size() > 1) text += ',';
    text += entry.member.key.of(packument_.text);
    text += ':';
    // npm looks a picked manifest up by the version it calls itself: another one would lead out of the restrictions.
    if (options_.restrictions == Restrictions::manifests && agrees_with_key(packument_, entry)) {
      append_manifest(i, true);
      continue;
    }
    text += "{\"name\":";
    json::append_quoted(text, packument_.name);
    text += ",\"version\":";
    text += entry.member.key.of(packument_.text);
    text += '}';
  }
  text += "},\"message\":";
  json::append_quoted(text, restriction_message(packument_.name, held, options_.now));
  text += '}';
}

}  // namespace

bool is_listed(const Packument& packument, std::span<const Decision> decisions, std::size_t i) {
  const VersionEntry& entry = packument.versions[i];
  return !entry.member.overridden && entry.is_object && i < decisions.size() && decisions[i].allowed;
}

Filtered filter_packument(const Packument& packument, std::span<const Decision> decisions,
                          const FilterOptions& options) {
  return Filter(packument, decisions, options).document();
}

std::string filtered_tags(const Packument& packument, std::span<const Decision> decisions) {
  return Filter(packument, decisions, {}).tags();
}

}  // namespace cordon::registry
