#include "registry/packument_events.h"

namespace cordon::registry {
namespace {

constexpr std::uint64_t bit(Field field) { return 1ull << static_cast<unsigned>(field); }
static_assert(static_cast<unsigned>(Field::other) < 64);

std::uint32_t size_of(const auto& list) { return static_cast<std::uint32_t>(list.size()); }

}  // namespace

// Strings of which a buffer was given end at the quote that no backslash stands before.
std::uint32_t PackumentEvents::end_of_string(std::string_view text, std::uint32_t offset, bool stable) const {
  if (stable) return offset + static_cast<std::uint32_t>(text.size()) + 2;
  std::size_t at = offset + 1;
  while (text_[at] != '"') at += text_[at] == '\\' ? 2 : 1;
  return static_cast<std::uint32_t>(at + 1);
}

std::string_view PackumentEvents::kept(std::string_view text, bool stable) {
  return stable ? text : std::string_view(out_.decoded.emplace_back(text));
}

Member* PackumentEvents::member() {
  switch (place()) {
    case Place::top: return &out_.top.back();
    case Place::tags: return out_.tags.empty() ? nullptr : &out_.tags.back().member;
    case Place::times: return out_.times.empty() ? nullptr : &out_.times.back().member;
    case Place::versions: return out_.versions.empty() ? nullptr : &out_.versions.back().member;
    case Place::entry: return &out_.entry_members.back();
    case Place::dist: return &out_.dist_members.back();
    case Place::scripts: return &out_.script_members.back();
    case Place::elsewhere: break;
  }
  return nullptr;
}

Place PackumentEvents::place_of_object() const {
  if (depth_ == 0) return Place::top;
  const Place outer = place();
  if (outer == Place::versions) return too_many_ ? Place::elsewhere : Place::entry;
  if (outer == Place::top) {
    const Field field = out_.top.back().field;
    if (field == Field::dist_tags) return Place::tags;
    if (field == Field::time) return Place::times;
    if (field == Field::versions) return Place::versions;
  }
  if (outer == Place::entry) {
    const Field field = out_.entry_members.back().field;
    if (field == Field::dist) return Place::dist;
    if (field == Field::scripts) return Place::scripts;
  }
  return Place::elsewhere;
}

void PackumentEvents::enter(Place place, std::uint32_t offset) {
  begin_value(offset);
  if (depth_ == 0) out_.object.begin = offset;
  cursor_ = offset + 1;
  if (++depth_ <= kDeepest) places_[depth_] = place;
}

void PackumentEvents::begin_object(std::uint32_t offset) {
  const Place inner = place_of_object();
  if (depth_ == 0) root_is_object_ = true;
  if (inner == Place::entry) {
    VersionEntry& entry = out_.versions.back();
    entry.is_object = true;
    entry.first_member = size_of(out_.entry_members);
    entry_seen_ = 0;
  }
  enter(inner, offset);
}

void PackumentEvents::begin_array(std::uint32_t offset) { enter(Place::elsewhere, offset); }

void PackumentEvents::end_container() {
  while (text_[cursor_] != '}' && text_[cursor_] != ']') ++cursor_;  // only white space stands before
  ++cursor_;
  if (place() == Place::entry) end_entry();
  --depth_;
  if (depth_ == 0) out_.object.end = cursor_;
  else end_value(nullptr, true);
}

void PackumentEvents::key(std::string_view text, std::uint32_t offset, bool stable) {
  cursor_ = end_of_string(text, offset, stable);
  const Place here = place();
  if (here == Place::elsewhere) return;
  Member fresh;
  fresh.key = {offset, cursor_};
  fresh.field = field_of(here, text);
  switch (here) {
    case Place::top:
      if ((top_seen_ & bit(fresh.field)) != 0) start_over(fresh.field);
      begin_field(out_.top, fresh, top_seen_, 0);
      break;
    case Place::tags: begin_named(out_.tags, fresh, text, stable); break;
    case Place::times: begin_named(out_.times, fresh, text, stable); break;
    case Place::versions: begin_version(fresh, text, stable); break;
    case Place::entry: begin_field(out_.entry_members, fresh, entry_seen_, out_.versions.back().first_member); break;
    case Place::dist: begin_field(out_.dist_members, fresh, dist_seen_, out_.versions.back().first_dist); break;
    case Place::scripts:
      begin_field(out_.script_members, fresh, scripts_seen_, out_.versions.back().first_script);
      break;
    case Place::elsewhere: break;
  }
}

// A second one of what is a list here: the first is as if it were not there.
void PackumentEvents::start_over(Field field) {
  if (field == Field::dist_tags) out_.tags.clear();
  if (field == Field::time) out_.times.clear();
  if (field != Field::versions) return;
  out_.versions.clear();
  out_.entry_members.clear();
  out_.dist_members.clear();
  out_.script_members.clear();
}

void PackumentEvents::begin_field(std::vector<Member>& list, const Member& fresh, std::uint64_t& seen,
                                  std::uint32_t first) {
  if (fresh.field != Field::other && (seen & bit(fresh.field)) != 0) {
    for (std::size_t at = list.size(); at-- > first;) {
      if (list[at].field != fresh.field || list[at].overridden) continue;
      list[at].overridden = true;
      ++out_.overridden;
      break;
    }
    if (&list != &out_.top) out_.versions.back().is_clean = false;
  }
  seen |= bit(fresh.field);
  list.push_back(fresh);
}

void PackumentEvents::begin_named(std::vector<NamedMember>& list, const Member& fresh, std::string_view name,
                                  bool stable) {
  if (list.size() >= kMaxNamed) {
    too_many_ = true;
    return;
  }
  list.emplace_back();
  list.back().member = fresh;
  list.back().name = kept(name, stable);
}

void PackumentEvents::begin_version(const Member& fresh, std::string_view name, bool stable) {
  if (out_.versions.size() >= kMaxVersions) {
    too_many_ = true;
    return;
  }
  VersionEntry& entry = out_.versions.emplace_back();
  entry.member = fresh;
  entry.version = kept(name, stable);
}

void PackumentEvents::string(std::string_view text, std::uint32_t offset, bool stable) {
  begin_value(offset);
  cursor_ = end_of_string(text, offset, stable);
  end_value(&text, stable);
}

void PackumentEvents::scalar(std::string_view text, std::uint32_t offset) {
  begin_value(offset);
  cursor_ = offset + static_cast<std::uint32_t>(text.size());
  end_value(nullptr, true);
}

void PackumentEvents::begin_value(std::uint32_t offset) {
  Member* const current = member();
  if (current == nullptr) return;
  current->value.begin = offset;
  const char first = text_[offset];
  if (place() == Place::top) {
    const Field field = current->field;
    wrong_type_ |= first != '{' && (field == Field::dist_tags || field == Field::time || field == Field::versions);
    return;
  }
  if (place() != Place::entry) return;
  VersionEntry& entry = out_.versions.back();
  if (current->field == Field::dist) {
    entry.first_dist = entry.end_dist = size_of(out_.dist_members);
    entry.tarball = entry.integrity = entry.shasum = {};
    entry.tarball_value = {};
    dist_seen_ = 0;
  } else if (current->field == Field::scripts) {
    entry.first_script = entry.end_script = size_of(out_.script_members);
    scripts_seen_ = 0;
  }
}

void PackumentEvents::end_value(const std::string_view* text, bool stable) {
  Member* const current = member();
  if (current == nullptr) return;
  current->value.end = cursor_;
  switch (place()) {
    case Place::top: end_top_value(text, stable); break;
    case Place::entry: end_entry_value(text, stable); break;
    case Place::dist: end_dist_value(text, stable); break;
    case Place::tags:
    case Place::times: {
      if (text == nullptr) break;
      NamedMember& named = place() == Place::tags ? out_.tags.back() : out_.times.back();
      named.value = kept(*text, stable);
      named.is_string = true;
      break;
    }
    default: break;
  }
}

void PackumentEvents::end_top_value(const std::string_view* text, bool stable) {
  const Member& member = out_.top.back();
  const std::string_view value = text == nullptr ? std::string_view() : *text;
  switch (member.field) {
    case Field::name: out_.name = kept(value, stable); break;
    case Field::modified: out_.modified = kept(value, stable); break;
    case Field::dist_tags: out_.dist_tags = member.value; break;
    case Field::versions: out_.versions_object = member.value; break;
    case Field::time: out_.time = member.value; break;
    default: break;
  }
}

void PackumentEvents::end_entry_value(const std::string_view* text, bool stable) {
  const Member& member = out_.entry_members.back();
  VersionEntry& entry = out_.versions.back();
  const std::string_view value = text == nullptr ? std::string_view() : *text;
  switch (member.field) {
    case Field::name: entry.says_name = kept(value, stable); break;
    case Field::version: entry.says_version = kept(value, stable); break;
    case Field::deprecated: entry.deprecated = member.value; break;
    case Field::has_install_script: entry.has_install_script = member.value; break;
    case Field::dist: entry.dist = member.value; break;
    case Field::scripts: entry.scripts = member.value; break;
    default: break;
  }
}

void PackumentEvents::end_dist_value(const std::string_view* text, bool stable) {
  const Member& member = out_.dist_members.back();
  VersionEntry& entry = out_.versions.back();
  entry.end_dist = size_of(out_.dist_members);
  const std::string_view value = text == nullptr ? std::string_view() : *text;
  switch (member.field) {
    case Field::tarball:
      entry.tarball = kept(value, stable);
      entry.tarball_value = member.value;
      break;
    case Field::integrity: entry.integrity = kept(value, stable); break;
    case Field::shasum: entry.shasum = kept(value, stable); break;
    default: break;
  }
}

void PackumentEvents::end_entry() {
  VersionEntry& entry = out_.versions.back();
  entry.end_member = size_of(out_.entry_members);
  if (!entry.scripts.empty()) entry.end_script = size_of(out_.script_members);
  const std::string_view said = entry.has_install_script.of(text_);
  entry.runs_at_install = !said.empty() && said != "false" && said != "null";
  for (const Member& script : out_.scripts_of(entry)) entry.runs_at_install |= script.field != Field::other;
  for (const Member& member : out_.members_of(entry))
    if (member.field == Field::gypfile && !member.overridden && member.value.of(text_) != "false")
      entry.runs_at_install = true;
}

}  // namespace cordon::registry
