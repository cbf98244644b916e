#include "registry/version_document.h"

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "base/json_write.h"
#include "registry/entry_write.h"
#include "registry/package_name.h"
#include "registry/tag_choice.h"

namespace cordon::registry {
namespace {

constexpr std::uint32_t kDeepest = 64;  // append_value goes as deep as the document

Limits shallow(Limits limits) {
  limits.depth = std::min(limits.depth, kDeepest);
  return limits;
}

void append_value(std::string& out, const Value& value) {
  bool first = true;
  switch (value.kind()) {
    case ValueKind::string: return json::append_quoted(out, value.text());
    case ValueKind::object:
      for (const Value::Member& member : value.members()) {
        out += first ? '{' : ',';
        first = false;
        json::append_quoted(out, member.key);
        out += ':';
        append_value(out, member.value);
      }
      out += first ? "{}" : "}";
      return;
    case ValueKind::array:
      for (const Value element : value.elements()) {
        out += first ? '[' : ',';
        first = false;
        append_value(out, element);
      }
      out += first ? "[]" : "]";
      return;
    default: out += value.text();
  }
}

std::optional<std::uint32_t> index_of(const Packument& packument, std::string_view version) {
  const VersionEntry* const entry = packument.find(version);
  if (entry == nullptr) return std::nullopt;
  return static_cast<std::uint32_t>(entry - packument.versions.data());
}

// The version that a tag means in the filtered document.
std::optional<std::uint32_t> tagged(const Packument& packument, std::span<const Decision> decisions,
                                    std::string_view name) {
  const auto tag = std::ranges::find_if(packument.tags, [&](const NamedMember& each) {
    return each.name == name && !each.member.overridden && each.is_string;
  });
  if (tag == packument.tags.end()) return std::nullopt;
  const auto target = index_of(packument, tag->value);
  if (!target || is_listed(packument, decisions, *target)) return target;
  std::vector<std::uint8_t> listed(packument.versions.size());
  for (std::size_t i = 0; i < listed.size(); ++i) listed[i] = is_listed(packument, decisions, i) ? 1 : 0;
  const TagChoice choice(packument, listed);
  const auto moved = name == "latest" ? choice.latest(tag->value) : choice.other(tag->value);
  return moved ? moved : target;
}

// The results that stay, appended to an array that was opened.
void append_results(FilteredSearch& out, const Value& objects,
                    const std::function<bool(std::string_view, std::string_view)>& is_hidden) {
  bool first = true;
  for (const Value result : objects.elements()) {
    const auto name = result["package"]["name"].string();
    if (!name) {
      ++out.unreadable;
    } else if (is_hidden(*name, result["package"]["version"].string().value_or(""))) {
      ++out.hidden;
    } else {
      if (!first) out.text += ',';
      first = false;
      append_value(out.text, result);
    }
  }
}

}  // namespace

VersionAnswer version_document(const Packument& packument, std::span<const Decision> decisions,
                               std::string_view version_or_tag, const FilterOptions& options) {
  VersionAnswer out;
  auto index = index_of(packument, version_or_tag);
  if (!index) index = tagged(packument, decisions, version_or_tag);
  if (!index) return out;
  out.index = *index;
  out.standing = is_listed(packument, decisions, *index) ? Standing::listed : Standing::held;
  if (out.standing == Standing::listed)
    append_entry(
        out.text, packument, packument.versions[*index],
        {.form = options.form, .tarball_base = options.tarball_base, .strip_scripts = decisions[*index].strip_scripts});
  return out;
}

Result<FilteredSearch> filter_search(std::string_view text,
                                     const std::function<bool(std::string_view, std::string_view)>& is_hidden,
                                     const Limits& limits) {
  const Document document = TRY(json::parse(std::string(text), {.comments = false, .limits = shallow(limits)}));
  const Value root = document.root();
  if (!root["objects"].is_array()) return fail(ErrorCode::wrong_type, "no answer of a search: it has no objects");
  FilteredSearch out;
  for (const Value::Member& member : root.members()) {
    out.text += out.text.empty() ? '{' : ',';
    json::append_quoted(out.text, member.key);
    out.text += ':';
    if (member.key != "objects") {
      append_value(out.text, member.value);
      continue;
    }
    out.text += '[';
    append_results(out, member.value, is_hidden);
    out.text += ']';
  }
  out.text += '}';
  return out;
}

Result<AuditRequest> read_audit(std::string_view body, const std::function<bool(std::string_view)>& is_private,
                                const Limits& limits) {
  const Document document = TRY(json::parse(std::string(body), {.comments = false, .limits = shallow(limits)}));
  if (!document.root().is_object()) return fail(ErrorCode::wrong_type, "no audit: it is no object");
  AuditRequest out;
  json::Writer writer(out.outward, 0);
  writer.begin_object();
  for (const Value::Member& member : document.root().members()) {
    if (!is_package_name(member.key) || !member.value.is_array()) {
      ++out.unreadable;
      continue;
    }
    AuditedPackage& package = out.packages.emplace_back();
    package.name = member.key;
    for (const Value version : member.value.elements())
      if (const auto said = version.string(); said && said->size() <= kMaxVersionBytes)
        package.versions.emplace_back(*said);
    if (package.versions.size() != member.value.size()) ++out.unreadable;
    if (is_private(member.key)) {
      ++out.withheld;
      continue;
    }
    writer.key(member.key).begin_array();
    for (const std::string& version : package.versions) writer.string(version);
    writer.end_array();
  }
  writer.end_object();
  return out;
}

}  // namespace cordon::registry
