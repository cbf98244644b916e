#include "registry/entry_write.h"

#include "base/json.h"
#include "registry/object_copy.h"
#include "registry/package_name.h"

namespace cordon::registry {
namespace {

bool is_object(std::string_view text, Span value) { return !value.empty() && text[value.begin] == '{'; }

bool is_event(Field field) {
  return field == Field::preinstall || field == Field::install || field == Field::postinstall;
}

// The address is written whatever type it has: JavaScript makes text of a list, too.
void append_dist(std::string& out, const Packument& packument, const VersionEntry& entry, const EntryOptions& options) {
  ObjectCopy copy(out, packument.text, entry.dist);
  for (const Member& member : packument.dist_of(entry)) {
    if (member.overridden) {
      copy.drop(member);
    } else if (member.field == Field::tarball && !options.tarball_base.empty()) {
      copy.change(member);
      json::append_quoted(out, tarball_address(options.tarball_base, packument.name, entry.version));
    } else {
      copy.keep(member);
    }
  }
  copy.finish();
}

void append_scripts(std::string& out, const Packument& packument, const VersionEntry& entry, bool strip) {
  ObjectCopy copy(out, packument.text, entry.scripts);
  for (const Member& member : packument.scripts_of(entry)) {
    if (member.overridden || (strip && is_event(member.field))) copy.drop(member);
    else copy.keep(member);
  }
  copy.finish();
}

bool is_left_out(const Member& member, const EntryOptions& options) {
  if (member.overridden) return true;
  if (options.strip_scripts && (member.field == Field::has_install_script || member.field == Field::gypfile))
    return true;
  return options.form == Form::abbreviated && member.field > Field::last_of_install;
}

}  // namespace

std::string tarball_address(std::string_view base, std::string_view name, std::string_view version) {
  const std::size_t slash = name.starts_with('@') ? name.find('/') : std::string_view::npos;
  std::string out(base);
  if (slash != std::string_view::npos) out.append("/").append(escaped_part(name.substr(0, slash)));
  const std::string_view last = slash == std::string_view::npos ? name : name.substr(slash + 1);
  return out.append("/")
      .append(escaped_part(last))
      .append("/-/")
      .append(escaped_part(conventional_file(name, version)));
}

void append_entry(std::string& out, const Packument& packument, const VersionEntry& entry,
                  const EntryOptions& options) {
  if (options.form == Form::full && entry.is_clean && options.tarball_base.empty() && !options.strip_scripts) {
    out += entry.member.value.of(packument.text);
    return;
  }
  ObjectCopy copy(out, packument.text, entry.member.value);
  const bool dist_changes = !options.tarball_base.empty() || !entry.is_clean;
  const bool scripts_change = options.strip_scripts || !entry.is_clean;
  for (const Member& member : packument.members_of(entry)) {
    if (is_left_out(member, options)) {
      copy.drop(member);
    } else if (member.field == Field::dist && dist_changes && is_object(packument.text, member.value)) {
      copy.change(member);
      append_dist(out, packument, entry, options);
    } else if (member.field == Field::scripts && scripts_change && is_object(packument.text, member.value)) {
      copy.change(member);
      append_scripts(out, packument, entry, options.strip_scripts);
    } else {
      copy.keep(member);
    }
  }
  if (options.strip_scripts) {
    copy.add("gypfile");
    out += "false";
  } else if (options.form == Form::abbreviated && entry.runs_at_install && entry.has_install_script.empty()) {
    copy.add("hasInstallScript");
    out += "true";
  }
  copy.finish();
}

}  // namespace cordon::registry
