#include "inventory/npm/yarn_berry_entries.h"

#include "base/text.h"
#include "inventory/npm/specifier.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kMetadata = "__metadata";

// Yarn splits keys at commas, with or without spaces around them.
std::vector<std::string_view> split_key(std::string_view key) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t comma = key.find(',');
    std::string_view one = key.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) out.push_back(one);
    if (comma == std::string_view::npos) return out;
    key.remove_prefix(comma + 1);
  }
}

class EntryReader {
 public:
  EntryReader(const LongKeys& long_keys, UnreadList& unread) : long_keys_(long_keys), unread_(unread) {}

  void read(const Value::Member& member, BerryLock& lock) {
    if (!member.value.is_object()) return skip(member, ErrorCode::wrong_type, "an entry that is no mapping");
    BerryEntry entry;
    entry.line = member.line();
    const auto long_key = long_keys_.find(entry.line);
    entry.descriptors = split_key(long_key == long_keys_.end() ? member.key : std::string_view(long_key->second));
    for (const Value::Member& field : member.value.members()) {
      if (field.key == "resolution") entry.locator = field.value.text();
      else if (field.key == "version") entry.version = field.value.text();
      else if (field.key == "checksum") entry.checksum = field.value.text();
      else if (field.key == "dependencies") entry.dependencies = checked(field);
      else if (field.key == "dependenciesMeta") entry.dependencies_meta = checked(field);
    }
    const NameAndRest split = split_name(entry.locator);
    if (split.name.empty() || split.rest.empty())
      return skip(member, ErrorCode::missing_field, "an entry without a resolution");
    entry.name = split.name;
    entry.reference = split.rest;
    entry.package = describe_locator(entry.name, entry.reference);
    if (!entry.package.known) report(entry.line, ErrorCode::unsupported_format, "an unknown protocol", entry.locator);
    lock.entries.push_back(std::move(entry));
  }

  void report(std::uint32_t line, ErrorCode code, const char* what, std::string_view text) {
    unread_.add(line, code, std::string(what) + ": " + text::visible(text));
  }

 private:
  void skip(const Value::Member& member, ErrorCode code, const char* what) {
    report(member.line(), code, what, member.key);
  }

  Value checked(const Value::Member& field) {
    if (!field.value.is_object() && !field.value.is_null())
      report(field.line(), ErrorCode::wrong_type, "no mapping", field.key);
    return field.value;
  }

  const LongKeys& long_keys_;
  UnreadList& unread_;
};

bool is_version(std::string_view text) {
  return !text.empty() && text.size() <= 4 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Than what yarn's development branch writes today. New versions so far changed what few files have.
bool is_newer(std::string_view version) { return version.size() > 2 || (version.size() == 2 && version > "10"); }

}  // namespace

Result<BerryLock> read_berry_entries(Value root, const LongKeys& long_keys, UnreadList& unread) {
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "a lockfile is a mapping", root.line());
  BerryLock lock;
  lock.entries.reserve(root.size());
  EntryReader reader(long_keys, unread);
  const Value version = root[kMetadata]["version"];
  if (is_version(version.text())) lock.version = version.text();
  else
    reader.report(version.line(), ErrorCode::unsupported_version, "a format version that is no number", version.text());
  if (is_newer(lock.version))
    reader.report(version.line(), ErrorCode::unsupported_version, "read as version 10; nothing is known of version",
                  version.text());
  for (const Value::Member& member : root.members())
    if (member.key != kMetadata) reader.read(member, lock);
  return lock;
}

}  // namespace cordon::inventory::npm
