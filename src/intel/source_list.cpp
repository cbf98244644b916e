#include "intel/source_list.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "base/yaml.h"
#include "intel/field_form.h"
#include "intel/pack_field.h"

namespace cordon::intel {
namespace {

constexpr std::string_view kSchema = "cordon.sources/1";
constexpr std::array<std::string_view, 2> kListKeys{"schema", "sources"};
constexpr std::array<std::string_view, 5> kSourceKeys{"id", "kind", "url", "ecosystem", "redirect_hosts"};
constexpr std::array<std::string_view, 5> kEcosystems{"npm", "pypi", "crates", "go", "github-actions"};
constexpr std::size_t kMostSources = 100, kMostUrl = 1'000;

constexpr std::string_view kEmbedded =
#include "intel/source_list_text.h"
    ;

Fault url_fault(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return "is no https address";
  if (url.size() > kMostUrl) return "is longer than any address";
  const std::string_view rest = url.substr(kScheme.size());
  const std::string_view host = rest.substr(0, rest.find('/'));
  if (host.empty()) return "has no host";
  if (host.contains('@')) return "has a name or password in it";
  if (std::ranges::any_of(url, [](char c) { return c <= ' ' || c >= 0x7f || c == '?' || c == '#'; }))
    return "has a blank, '?', '#' or what is not ASCII in it";
  if (url.ends_with('/')) return "ends with a slash";
  return {};
}

Fault host_fault(std::string_view host) {
  const bool good = !host.empty() && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':' || c == '[' || c == ']';
  });
  return good ? Fault() : Fault("is no host in lower case");
}

Fault ecosystem_fault(std::string_view ecosystem) {
  return std::ranges::find(kEcosystems, ecosystem) != kEcosystems.end()
             ? Fault()
             : Fault("is none of npm, pypi, crates, go, github-actions");
}

std::optional<SourceKind> kind_of(std::string_view word) {
  for (const SourceKind kind :
       {SourceKind::osv, SourceKind::exploited, SourceKind::probabilities, SourceKind::libraries})
    if (word == to_string(kind)) return kind;
  return std::nullopt;
}

Result<Source> read_source(const Value& row) {
  if (!row.is_object()) return field::wrong_type(row, "sources", "a mapping for each source");
  TRY(field::check_keys(row, kSourceKeys, "a source"));
  Source source;
  source.id = TRY(field::checked(row, "id", pack_id_fault));
  const std::string_view kind = TRY(field::text(row["kind"], "kind", row));
  const auto known = kind_of(kind);
  if (!known) return field::invalid(row["kind"], "kind", "is none of osv, exploited, probabilities, libraries");
  source.kind = *known;
  source.url = TRY(field::checked(row, "url", url_fault));
  source.ecosystem = TRY(field::optional_checked(row, "ecosystem", ecosystem_fault));
  if (source.ecosystem.empty() == (source.kind == SourceKind::osv))
    return field::missing(row["ecosystem"], "ecosystem", "the ecosystem of an osv source, and of no other", row);
  source.redirect_hosts = TRY(field::checked_list(row["redirect_hosts"], "redirect_hosts", host_fault));
  return source;
}

}  // namespace

std::string_view to_string(SourceKind kind) {
  switch (kind) {
    case SourceKind::osv: return "osv";
    case SourceKind::exploited: return "exploited";
    case SourceKind::probabilities: return "probabilities";
    case SourceKind::libraries: return "libraries";
  }
  return "osv";
}

std::string_view embedded_source_list() { return kEmbedded; }

Result<std::vector<Source>> read_source_list(const std::string& yaml, const Limits& limits) {
  const Document document = TRY(yaml::parse(yaml, limits));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "a list of sources is a mapping", 1);
  TRY(field::check_keys(root, kListKeys, "a list of sources"));
  if (const std::string_view schema = TRY(field::text(root["schema"], "schema", root)); schema != kSchema)
    return fail(ErrorCode::unsupported_version, "schema " + text::visible(schema) + " is not " + std::string(kSchema),
                root["schema"].line());
  const Value rows = root["sources"];
  if (!rows.is_array() || rows.size() == 0) return field::missing(rows, "sources", "a list of sources", root);
  if (rows.size() > kMostSources) return fail(ErrorCode::too_many, "too many sources", rows.line());
  std::vector<Source> out;
  for (const Value row : rows.elements()) {
    Source source = TRY(read_source(row));
    if (std::ranges::find(out, source.id, &Source::id) != out.end())
      return field::invalid(row["id"], "id", "stands there twice");
    if (source.kind == SourceKind::libraries && std::ranges::find(out, source.kind, &Source::kind) != out.end())
      return field::invalid(row["kind"], "kind", "is that of another source, too: there is one list of libraries");
    // Whatever one of two does not have would be taken for gone.
    if (!source.ecosystem.empty() && std::ranges::find(out, source.ecosystem, &Source::ecosystem) != out.end())
      return field::invalid(row["ecosystem"], "ecosystem", "is that of another source, too");
    out.push_back(std::move(source));
  }
  return out;
}

}  // namespace cordon::intel
