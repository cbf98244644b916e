// Lockfile versions 2 and 3: "packages", one member for each install location.
#include "base/text.h"
#include "inventory/npm/dependency_lists.h"
#include "inventory/npm/location.h"
#include "inventory/npm/lock_entry.h"

namespace cordon::inventory::npm {
namespace {

void read_members(Value value, LockEntry& entry) {
  entry.manifest = value;
  for (const Value::Member& member : value.members()) {
    const std::string_view key = member.key;
    const Value field = member.value;
    if (key == "version") entry.version = field.string().value_or(std::string_view());
    else if (key == "resolved") entry.resolved = field.string().value_or(std::string_view());
    else if (key == "integrity") entry.integrity = field;
    else if (key == "license" || (key == "licenses" && !entry.licence.exists())) entry.licence = field;
    else if (key == "name") entry.name = field.string().value_or(std::string_view());
    else if (key == "link") entry.link = is_truthy(field);
    else if (key == "dev") entry.development = is_truthy(field);
    else if (key == "optional") entry.optional = is_truthy(field);
    else if (key == "devOptional") entry.development_optional = is_truthy(field);
    else if (key == "peer") entry.peer = is_truthy(field);
    else if (key == "extraneous") entry.extraneous = is_truthy(field);
    else if (key == "inBundle") entry.bundled = is_truthy(field);
    else if (key == "hasInstallScript") entry.install_script = is_truthy(field);
  }
}

}  // namespace

void LockEntry::move_to(std::string_view at) {
  location = at;
  folder = folder_name(at);
  installed = is_installed_location(at, folder);
}

LockEntries read_packages(Value packages, std::string_view path) {
  LockEntries out(path);
  out.has_manifests = true;
  out.entries.reserve(packages.size());
  const auto unread = [&](const Value::Member& member, ErrorCode code, const char* what) {
    out.unread.add(member.line(), code, what + (": " + text::visible(member.key)));
  };
  for (const Value::Member& member : packages.members()) {
    if (!member.value.is_object()) {
      unread(member, ErrorCode::wrong_type, "the entry of a package is no object");
      continue;
    }
    if (member.key.empty()) {
      out.root = member.value;
      continue;
    }
    if (member.key.size() > kMaxLocationBytes) {
      unread(member, ErrorCode::too_large, "the location of a package is longer than any path");
      continue;
    }
    const std::string_view location =
        is_normal_location(member.key) ? member.key : out.keep(normalize_location(member.key));
    if (location.empty() || location == "/") {
      unread(member, ErrorCode::invalid_value, "the location of a package is the project's own");
      continue;
    }
    LockEntry entry(location, member.name);
    read_members(member.value, entry);
    if (entry.link) {
      if (!member.value["resolved"].is_string() || entry.resolved.size() > kMaxLocationBytes) {
        unread(member, ErrorCode::missing_field, "a link without a target");
      } else {
        entry.target =
            is_normal_location(entry.resolved) ? entry.resolved : out.keep(normalize_location(entry.resolved));
      }
    }
    out.entries.push_back(entry);
  }
  return out;
}

}  // namespace cordon::inventory::npm
