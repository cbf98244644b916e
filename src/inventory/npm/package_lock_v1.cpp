// Lockfile version 1 (npm 5 and 6): "dependencies" inside each other, as the folders are inside each other on disk.
#include <unordered_map>

#include "base/text.h"
#include "inventory/npm/dependency_lists.h"
#include "inventory/npm/location.h"
#include "inventory/npm/lock_entry.h"
#include "inventory/npm/lock_version.h"
#include "inventory/npm/specifier.h"

namespace cordon::inventory::npm {
namespace {

std::string_view text_of(Value value) { return value.string().value_or(std::string_view()); }

// Fills name, version and resolved from the fields that version 1 puts all of them into.
void read_version(std::string_view installed_as, std::string_view version, std::string_view resolved,
                  LockEntry& entry) {
  entry.resolved = resolved;
  switch (parse_source(version).kind) {
    case SourceKind::registry:
    case SourceKind::none:
    case SourceKind::folder: entry.version = version; break;
    case SourceKind::alias: {
      const NameAndRest split = split_name(version.substr(4));
      entry.name = split.name;
      entry.version = split.rest;
      break;
    }
    case SourceKind::git:
      if (resolved.empty()) entry.resolved = version;
      break;
    case SourceKind::remote:
    case SourceKind::file:
      if (resolved.empty()) entry.resolved = version;
      entry.version = version_of_tarball(installed_as, version);
      break;
  }
}

class NestedReader {
 public:
  NestedReader(const std::unordered_set<std::string_view>& folders, LockEntries& out) : folders_(folders), out_(out) {}

  // `base` is the location of the package that has these dependencies. Recursion is as deep as the document.
  void read_level(Value dependencies, std::string_view base) {
    for (const Value::Member& member : dependencies.members()) {
      if (!member.value.is_object()) {
        unread(member.line(), ErrorCode::wrong_type, "the entry of a package is no object", member.key);
        continue;
      }
      if (base.empty() && folders_.contains(member.key) && !member.value["version"].exists()) {
        read_level(member.value["dependencies"], member.key);
        continue;
      }
      std::string location(base);
      if (!location.empty()) location += '/';
      location += kModulesPrefix;
      location += member.key;
      if (!is_normal_location(location)) location = normalize_location(location);
      if (location.size() > kMaxLocationBytes) {
        unread(member.line(), ErrorCode::too_large, "the location of a package is longer than any path", member.key);
        continue;
      }
      if (location.empty() || member.key.empty()) {
        unread(member.line(), ErrorCode::invalid_value, "the location of a package is the project's own", member.key);
        continue;
      }
      read_entry(member, out_.keep(std::move(location)));
    }
  }

 private:
  void read_entry(const Value::Member& member, std::string_view location) {
    LockEntry entry(location, member.name);
    std::string_view version, from, resolved;
    Value inner;
    for (const Value::Member& field : member.value.members()) {
      if (field.key == "version") version = text_of(field.value);
      else if (field.key == "from") from = text_of(field.value);
      else if (field.key == "resolved") resolved = text_of(field.value);
      else if (field.key == "integrity") entry.integrity = field.value;
      else if (field.key == "dependencies") inner = field.value;
      else if (field.key == "requires") entry.requires_ = field.value;
      else if (field.key == "dev") entry.development = is_truthy(field.value);
      else if (field.key == "optional") entry.optional = is_truthy(field.value);
      else if (field.key == "devOptional") entry.development_optional = is_truthy(field.value);
      else if (field.key == "peer") entry.peer = is_truthy(field.value);
      else if (field.key == "extraneous") entry.extraneous = is_truthy(field.value);
      else if (field.key == "bundled") entry.bundled = is_truthy(field.value);
    }
    const Source source = source_of(version, from, resolved, is_truthy(entry.integrity));
    if (source.kind == SourceKind::folder) {
      location = add_link(entry, source, member.key);
    } else {
      read_version(member.key, version, resolved, entry);
      add(entry);
    }
    if (inner.is_object()) read_level(inner, location);
    else if (is_truthy(inner))
      unread(inner.line(), ErrorCode::wrong_type, "dependencies that are no object", member.key);
  }

  // A folder on disk is a link to it; what the entry says beyond that, and what is nested in it, belongs to the folder.
  std::string_view add_link(const LockEntry& entry, const Source& source, std::string_view name) {
    LockEntry link(entry.location, entry.place);
    link.link = true;
    link.resolved = source.text;
    link.target = out_.keep(normalize_location(source.path));
    add(link);
    const std::string_view target = link.target;
    if (target.empty() || index_.contains(target)) return target;
    LockEntry folder = entry;
    folder.move_to(target);
    folder.name = name;
    add(folder);
    return target;
  }

  // A second entry for a place takes the first one's: folders that several links lead to are written once for each.
  void add(const LockEntry& entry) {
    const auto [known, fresh] = index_.try_emplace(entry.location, out_.entries.size());
    if (fresh) {
      out_.entries.push_back(entry);
      return;
    }
    LockEntry& earlier = out_.entries[known->second];
    if ((!earlier.version.empty() && earlier.version != entry.version) ||
        (!earlier.resolved.empty() && earlier.resolved != entry.resolved))
      unread(earlier.place.line(), ErrorCode::invalid_value, "a later entry says something else about the same place",
             entry.location);
    earlier = entry;
  }

  void unread(std::uint32_t line, ErrorCode code, const char* what, std::string_view name) {
    out_.unread.add(line, code, what + (": " + text::visible(name)));
  }

  const std::unordered_set<std::string_view>& folders_;
  LockEntries& out_;
  std::unordered_map<std::string_view, std::size_t> index_;
};

}  // namespace

LockEntries read_nested_dependencies(Value dependencies, std::string_view path,
                                     const std::unordered_set<std::string_view>& folders) {
  LockEntries out(path);
  out.entries.reserve(dependencies.size());
  NestedReader(folders, out).read_level(dependencies, {});
  return out;
}

}  // namespace cordon::inventory::npm
