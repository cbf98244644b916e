#include "intel/pack_read.h"

#include <array>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "base/yaml.h"
#include "intel/field_form.h"
#include "intel/indicator_form.h"
#include "intel/pack_field.h"
#include "intel/package_form.h"

namespace cordon::intel {
namespace {

using field::invalid;

constexpr std::array<std::string_view, 16> kPackKeys = {
    "schema",  "id",      "title", "date",     "updated",   "window", "confidence", "summary",
    "sources", "aliases", "tags",  "packages", "last_good", "traces", "indicators", "recovery"};
constexpr std::array<std::string_view, 2> kWindowKeys = {"start", "end"};
constexpr std::array<std::string_view, 7> kPackageKeys = {"ecosystem", "name",       "versions", "integrity",
                                                          "aliases",   "confidence", "note"};
constexpr std::array<std::string_view, 4> kLastGoodKeys = {"ecosystem", "name", "version", "below"};
constexpr std::array<std::string_view, 6> kTraceKeys = {"ecosystem",  "name",        "version",
                                                        "hook_files", "decoy_files", "version_after"};
constexpr std::array<std::string_view, 5> kIndicatorKeys = {"kind", "value", "source", "confidence", "note"};

Fault source_fault(std::string_view source) {
  if (const Fault fault = text_fault(source); !fault.empty()) return fault;
  return source.find("://") == std::string_view::npos ? Fault{} : url_fault(source);
}

Fault archive_path_fault(std::string_view path) {
  const auto kind = path.find('/') == std::string_view::npos ? IndicatorKind::file_name : IndicatorKind::path;
  return indicator_fault(kind, path);
}

Result<model::Confidence> read_confidence(const Value& value, model::Confidence otherwise) {
  if (!value.exists()) return otherwise;
  const std::string_view text = TRY(field::text(value, "confidence"));
  const auto confidence = model::confidence_from_string(text);
  if (!confidence) return invalid(value, "confidence", "low, medium or high");
  return *confidence;
}

// Ecosystem and name of a package, which stand in three kinds of entries.
Result<void> read_package_name(const Value& entry, std::string& ecosystem, std::string& name) {
  ecosystem = TRY(field::checked(entry, "ecosystem", ecosystem_fault));
  name = TRY(field::text(entry["name"], "name", entry));
  if (const Fault fault = package_name_fault(ecosystem, name); !fault.empty())
    return invalid(entry["name"], "name", fault);
  return {};
}

Result<std::string> read_version(const Value& entry, std::string_view key, std::string_view ecosystem) {
  const std::string_view version = TRY(field::text(entry[key], key, entry));
  if (const Fault fault = version_fault(ecosystem, version); !fault.empty()) return invalid(entry[key], key, fault);
  return std::string(version);
}

// What is wrong with a pack: reading ends with the first fault, or goes on behind it and keeps all of them.
class Faults {
 public:
  explicit Faults(std::vector<Error>* all) : all_(all) {}
  // The failure itself where reading ends with it.
  Result<void> note(Result<void> done) {
    if (done || all_ == nullptr) return done;
    all_->push_back(std::move(done.error()));
    return {};
  }
  template <class T>
  Result<void> take(Result<T> from, T& into) {
    if (!from) return note(std::unexpected(std::move(from.error())));
    into = std::move(*from);
    return {};
  }

 private:
  std::vector<Error>* all_;
};

using ReleaseKey = std::tuple<std::string, std::string, std::string>;  // ecosystem, name, version
using Releases = std::set<ReleaseKey>;

// Releases of one pack; the largest real incident has 2,300.
constexpr std::size_t kMostReleases = 20'000;

// The versions of one entry of `packages`, as releases without integrity.
Result<void> read_versions(const Value& entry, const BadPackage& common, Releases& seen, std::vector<BadPackage>& out) {
  const Value versions = entry["versions"];
  if (!versions.is_array() || versions.size() == 0) return field::missing(versions, "versions", "a list", entry);
  for (const Value& value : versions.elements()) {
    BadPackage release = common;
    release.version = TRY(field::text(value, "versions"));
    const bool every = release.version == kEveryVersion;
    if (every && versions.size() > 1) return invalid(value, "versions", "\"*\" stands alone");
    if (const Fault fault = every ? Fault{} : version_fault(common.ecosystem, release.version); !fault.empty())
      return invalid(value, "versions", fault);
    if (out.size() >= kMostReleases) return fail(ErrorCode::too_many, "too many releases in one pack", value.line());
    if (!seen.insert({release.ecosystem, release.name, release.version}).second)
      return invalid(value, "versions", "this release is already listed");
    out.push_back(std::move(release));
  }
  return {};
}

// "integrity": version -> list of SRI strings, for the releases from `first` on.
Result<void> read_integrity(const Value& integrity, std::span<BadPackage> releases) {
  if (!integrity.exists()) return {};
  if (!integrity.is_object()) return field::wrong_type(integrity, "integrity", "a mapping of versions");
  std::unordered_map<std::string_view, BadPackage*> by_version;
  for (BadPackage& release : releases) by_version.emplace(release.version, &release);
  for (const auto& member : integrity.members()) {
    const auto release = by_version.find(member.key);
    if (release == by_version.end())
      return invalid(member.name, "integrity", "a version that is not among the versions");
    release->second->integrity = TRY(field::checked_list(member.value, "integrity", integrity_fault));
    if (release->second->integrity.empty()) return invalid(member.name, "integrity", "an empty list");
  }
  return {};
}

Result<void> read_package(const Value& entry, Releases& seen, IncidentPack& pack) {
  TRY(field::check_keys(entry, kPackageKeys, "an entry of packages"));
  BadPackage common;
  TRY(read_package_name(entry, common.ecosystem, common.name));
  common.aliases = TRY(field::checked_list(entry["aliases"], "aliases", advisory_id_fault));
  common.confidence = TRY(read_confidence(entry["confidence"], pack.confidence));
  common.note = TRY(field::optional_checked(entry, "note", text_fault));
  const std::size_t first = pack.packages.size();
  TRY(read_versions(entry, common, seen, pack.packages));
  return read_integrity(entry["integrity"], std::span(pack.packages).subspan(first));
}

bool is_listed(const Releases& releases, const std::string& ecosystem, const std::string& name,
               const std::string& version) {
  return releases.contains({ecosystem, name, version}) ||
         releases.contains({ecosystem, name, std::string(kEveryVersion)});
}

Result<void> read_last_good(const Value& entry, const Releases& releases, Releases& seen, IncidentPack& pack) {
  TRY(field::check_keys(entry, kLastGoodKeys, "an entry of last_good"));
  LastGood good;
  TRY(read_package_name(entry, good.ecosystem, good.name));
  good.version = TRY(read_version(entry, "version", good.ecosystem));
  if (entry["below"].exists()) good.below = TRY(read_version(entry, "below", good.ecosystem));
  if (!seen.insert({good.ecosystem, good.name, good.below}).second)
    return invalid(entry, "last_good", "this package already has a release to go back to");
  const auto listed = releases.lower_bound({good.ecosystem, good.name, {}});
  if (listed == releases.end() || std::get<0>(*listed) != good.ecosystem || std::get<1>(*listed) != good.name)
    return invalid(entry["name"], "name", "a package that is not among the packages");
  if (is_listed(releases, good.ecosystem, good.name, good.version))
    return invalid(entry["version"], "version", "this release is listed as bad");
  pack.last_good.push_back(std::move(good));
  return {};
}

Result<void> read_trace(const Value& entry, const Releases& releases, IncidentPack& pack) {
  TRY(field::check_keys(entry, kTraceKeys, "an entry of traces"));
  InstallTrace trace;
  TRY(read_package_name(entry, trace.ecosystem, trace.name));
  trace.version = TRY(read_version(entry, "version", trace.ecosystem));
  trace.hook_files = TRY(field::checked_list(entry["hook_files"], "hook_files", archive_path_fault));
  trace.decoy_files = TRY(field::checked_list(entry["decoy_files"], "decoy_files", archive_path_fault));
  if (entry["version_after"].exists()) trace.version_after = TRY(read_version(entry, "version_after", trace.ecosystem));
  if (trace.hook_files.empty() && trace.decoy_files.empty() && trace.version_after.empty())
    return invalid(entry, "traces", "says nothing: hook_files, decoy_files or version_after");
  if (!is_listed(releases, trace.ecosystem, trace.name, trace.version))
    return invalid(entry["version"], "version", "a release that is not among the packages");
  pack.traces.push_back(std::move(trace));
  return {};
}

Result<void> read_indicator(const Value& entry, std::set<std::pair<IndicatorKind, std::string>>& seen,
                            IncidentPack& pack) {
  TRY(field::check_keys(entry, kIndicatorKeys, "an entry of indicators"));
  Indicator indicator;
  const std::string_view kind = TRY(field::text(entry["kind"], "kind", entry));
  const auto known = indicator_kind_from_string(kind);
  if (!known) return invalid(entry["kind"], "kind", "no kind of indicator");
  indicator.kind = *known;
  indicator.value = TRY(field::text(entry["value"], "value", entry));
  if (const Fault fault = indicator_fault(*known, indicator.value); !fault.empty())
    return invalid(entry["value"], kind, fault);
  indicator.source = TRY(field::checked(entry, "source", source_fault));
  indicator.confidence = TRY(read_confidence(entry["confidence"], model::Confidence::medium));
  indicator.note = TRY(field::optional_checked(entry, "note", text_fault));
  if (!seen.insert({indicator.kind, indicator.value}).second)
    return invalid(entry["value"], kind, "this indicator is already listed");
  pack.indicators.push_back(std::move(indicator));
  return {};
}

Result<void> read_window(const Value& window, IncidentPack& pack) {
  if (!window.exists()) return {};
  if (!window.is_object()) return field::wrong_type(window, "window", "a mapping with start and end");
  TRY(field::check_keys(window, kWindowKeys, "window"));
  pack.window_start = TRY(field::checked(window, "start", timestamp_fault));
  pack.window_end = TRY(field::optional_checked(window, "end", timestamp_fault));
  if (!pack.window_end.empty() && pack.window_end < pack.window_start)
    return invalid(window["end"], "end", "lies before the start");
  return {};
}

Result<void> read_schema(const Value& root) {
  const std::string_view schema = TRY(field::text(root["schema"], "schema", root));
  if (schema != "cordon.incident/1")
    return fail(ErrorCode::unsupported_version, "schema is not cordon.incident/1", root["schema"].line());
  return {};
}

// A list that must not be empty.
Result<std::vector<std::string>> required_list(const Value& root, std::string_view key, field::Check check) {
  std::vector<std::string> out = TRY(field::checked_list(root[key], key, check));
  if (out.empty()) return field::missing(root[key], key, "a list", root);
  return out;
}

Result<void> read_head(const Value& root, IncidentPack& pack, Faults& faults) {
  TRY(faults.note(field::check_keys(root, kPackKeys, "a pack")));
  TRY(faults.note(read_schema(root)));
  TRY(faults.take(field::checked(root, "id", pack_id_fault), pack.id));
  TRY(faults.take(field::checked(root, "title", text_fault), pack.title));
  TRY(faults.take(field::checked(root, "date", date_fault), pack.date));
  TRY(faults.take(field::checked(root, "updated", date_fault), pack.updated));
  if (!pack.updated.empty() && pack.updated < pack.date)
    TRY(faults.note(invalid(root["updated"], "updated", "lies before the attack")));
  TRY(faults.note(read_window(root["window"], pack)));
  TRY(faults.take(read_confidence(root["confidence"], model::Confidence::high), pack.confidence));
  TRY(faults.take(field::checked(root, "summary", text_fault), pack.summary));
  TRY(faults.take(required_list(root, "sources", source_fault), pack.sources));
  TRY(faults.take(field::checked_list(root["aliases"], "aliases", advisory_id_fault), pack.aliases));
  TRY(faults.take(field::checked_list(root["tags"], "tags", tag_fault), pack.tags));
  return faults.take(required_list(root, "recovery", text_fault), pack.recovery);
}

// Every element of the list `key` through `read`.
template <class Read>
Result<void> read_entries(const Value& root, std::string_view key, Faults& faults, Read read) {
  const Value list = root[key];
  if (!list.exists()) return {};
  if (!list.is_array()) return faults.note(field::wrong_type(list, key, "a list"));
  for (const Value& entry : list.elements())
    TRY(faults.note(entry.is_object() ? read(entry) : field::wrong_type(entry, key, "a list of mappings")));
  return {};
}

Result<IncidentPack> read_document(const Document& document, Faults& faults) {
  for (const Duplicate& each : document.duplicates())
    TRY(faults.note(
        fail(ErrorCode::invalid_value, "the key '" + text::visible(each.key, 64) + "' stands twice", each.last_line)));
  const Value root = document.root();
  if (!root.is_object()) return field::missing(root, "a pack", "a mapping", root);
  IncidentPack pack;
  TRY(read_head(root, pack, faults));
  Releases releases, replaced;
  TRY(read_entries(root, "packages", faults, [&](const Value& entry) { return read_package(entry, releases, pack); }));
  const Value packages = root["packages"];
  if (!packages.is_array() || packages.size() == 0)
    TRY(faults.note(field::missing(packages, "packages", "a list", root)));
  TRY(read_entries(root, "last_good", faults,
                   [&](const Value& entry) { return read_last_good(entry, releases, replaced, pack); }));
  TRY(read_entries(root, "traces", faults, [&](const Value& entry) { return read_trace(entry, releases, pack); }));
  std::set<std::pair<IndicatorKind, std::string>> indicators;
  TRY(read_entries(root, "indicators", faults,
                   [&](const Value& entry) { return read_indicator(entry, indicators, pack); }));
  return pack;
}

}  // namespace

Result<IncidentPack> read_pack(const std::string& text, std::string_view display_path, const Limits& limits) {
  const std::string what = "reading the incident pack " + text::visible(display_path);
  const Document document = TRY_CONTEXT(yaml::parse(text, limits), what);
  Faults first(nullptr);
  return TRY_CONTEXT(read_document(document, first), what);
}

Result<IncidentPack> read_pack(const Document& document, std::vector<Error>& faults) {
  Faults all(&faults);
  IncidentPack pack = TRY(read_document(document, all));
  if (faults.empty()) return pack;
  return std::unexpected(faults.front());
}

}  // namespace cordon::intel
