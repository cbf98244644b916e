#include "intel/osv/advisory_parse.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "intel/package_form.h"

namespace cordon::intel {
namespace {

constexpr std::size_t kMaxIdBytes = 100, kMaxNameBytes = 1'000, kMaxVersionBytes = 1'000;
constexpr std::int64_t kLastSecond = 0xffff'ffff;
constexpr std::uint32_t kMalwareCwe = 506;                // Embedded Malicious Code
constexpr std::string_view kDisputed = "** DISPUTED **";  // how CVE's authors mark it

std::unexpected<Error> fault(ErrorCode code, const std::string& what, Value value) {
  return fail(code, what, value.line());
}

bool is_printable(std::string_view text, std::size_t max_bytes) {
  return !text.empty() && text.size() <= max_bytes &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

class Reader {
 public:
  explicit Reader(Value root) : root_(root) {}

  Result<Advisory> read() {
    if (!root_.is_object()) return fault(ErrorCode::wrong_type, "an advisory is an object", root_);
    if (const std::string_view version = root_["schema_version"].text(); !version.empty() && !version.starts_with("1."))
      return fault(ErrorCode::unsupported_version, "schema version " + text::visible(version), root_["schema_version"]);
    TRY(identity());
    TRY(texts());
    TRY(affected());
    classify();
    return std::move(out_);
  }

 private:
  // A text that may be absent or null, as databases write for "none".
  Result<std::string_view> optional_text(Value parent, std::string_view key) {
    const Value value = parent[key];
    if (!value || value.is_null()) return std::string_view();
    if (!value.is_string()) return fault(ErrorCode::wrong_type, std::string(key) + " is no string", value);
    return value.text();
  }

  Result<Value> optional_list(Value parent, std::string_view key) {
    const Value value = parent[key];
    if (!value || value.is_null()) return Value();
    if (!value.is_array()) return fault(ErrorCode::wrong_type, std::string(key) + " is no list", value);
    return value;
  }

  // Databases write the year 1 for a time they do not know, which is before any that is counted here.
  Result<std::uint32_t> optional_time(std::string_view key) {
    const std::string_view written = TRY(optional_text(root_, key));
    const std::int64_t seconds = seconds_of(written).value_or(0);
    return seconds < 0 || seconds > kLastSecond ? 0u : static_cast<std::uint32_t>(seconds);
  }

  Result<std::string> id(Value value) {
    if (!value.is_string()) return fault(ErrorCode::wrong_type, "an id is no string", value);
    if (!is_printable(value.text(), kMaxIdBytes)) return fault(ErrorCode::invalid_value, "no id of an advisory", value);
    return std::string(value.text());
  }

  Result<void> identity() {
    if (!root_["id"]) return fault(ErrorCode::missing_field, "no id", root_);
    out_.id = TRY(id(root_["id"]));
    out_.modified = TRY(optional_time("modified"));
    if (!root_["modified"]) return fault(ErrorCode::missing_field, "no modified", root_);
    out_.published = TRY(optional_time("published"));
    out_.withdrawn = TRY(optional_time("withdrawn"));
    // That it is withdrawn counts for more than when.
    if (out_.withdrawn == 0 && !root_["withdrawn"].text().empty() && !root_["withdrawn"].is_null())
      return fault(ErrorCode::invalid_value, "withdrawn is no time in UTC", root_["withdrawn"]);
    for (const Value alias : TRY(optional_list(root_, "aliases")).elements()) out_.aliases.push_back(TRY(id(alias)));
    return {};
  }

  Result<void> texts() {
    out_.summary = TRY(optional_text(root_, "summary"));
    out_.details = TRY(optional_text(root_, "details"));
    for (const Value reference : TRY(optional_list(root_, "references")).elements()) {
      const std::string_view url = TRY(optional_text(reference, "url"));
      if (!url.empty())
        out_.references.push_back({std::string(TRY(optional_text(reference, "type"))), std::string(url)});
    }
    return severities(root_);
  }

  Result<void> severities(Value parent) {
    for (const Value severity : TRY(optional_list(parent, "severity")).elements()) {
      const std::string_view type = TRY(optional_text(severity, "type")), score = TRY(optional_text(severity, "score"));
      if (type.starts_with("CVSS") && !score.empty() && std::ranges::find(out_.cvss, score) == out_.cvss.end())
        out_.cvss.emplace_back(score);
    }
    return {};
  }

  Result<void> affected() {
    for (const Value element : TRY(optional_list(root_, "affected")).elements()) {
      if (!element.is_object()) return fault(ErrorCode::wrong_type, "what is affected is no object", element);
      TRY(severities(element));
      cwes(element["database_specific"]["cwes"]);
      const Value package = element["package"];
      if (!package) continue;  // commits of a repository, which nothing here is compared by
      Affected one;
      one.ecosystem = ecosystem_of_osv(TRY(optional_text(package, "ecosystem")));
      one.name = normal_name(one.ecosystem, TRY(optional_text(package, "name")));
      if (one.ecosystem.empty() || one.name.empty())
        return fault(ErrorCode::missing_field, "a package without ecosystem or name", package);
      if (one.name.size() > kMaxNameBytes)
        return fault(ErrorCode::too_large, "a name longer than any package has", package);
      for (const Value range : TRY(optional_list(element, "ranges")).elements()) TRY(add_range(range, one));
      for (const Value listed : TRY(optional_list(element, "versions")).elements())
        one.versions.push_back(TRY(version(listed)));
      out_.affected.push_back(std::move(one));
    }
    return {};
  }

  Result<std::string> version(Value value) {
    if (!value.is_string()) return fault(ErrorCode::wrong_type, "a version is no string", value);
    if (value.text().empty() || value.text().size() > kMaxVersionBytes)
      return fault(ErrorCode::invalid_value, "a version of no usable length", value);
    return std::string(value.text());
  }

  Result<void> add_range(Value value, Affected& one) {
    const std::string_view type = TRY(optional_text(value, "type"));
    if (type == "GIT") {
      one.git_ranges = true;
      return {};
    }
    if (type != "SEMVER" && type != "ECOSYSTEM")
      return fault(ErrorCode::invalid_value, "a range of no known type", value);
    VersionRange range;
    bool introduced = false;
    for (const Value event : TRY(optional_list(value, "events")).elements()) {
      for (const auto& member : event.members()) {
        const auto kind = event_kind(member.key);
        if (!kind)
          return fault(ErrorCode::invalid_value, "an event of no known kind: " + text::visible(member.key), event);
        introduced = introduced || *kind == EventKind::introduced;
        range.events.push_back({*kind, TRY(version(member.value))});
      }
    }
    if (!introduced) return fault(ErrorCode::missing_field, "a range without introduced", value);
    one.ranges.push_back(std::move(range));
    return {};
  }

  static std::optional<EventKind> event_kind(std::string_view key) {
    if (key == "introduced") return EventKind::introduced;
    if (key == "fixed") return EventKind::fixed;
    if (key == "last_affected") return EventKind::last_affected;
    if (key == "limit") return EventKind::limit;
    return std::nullopt;
  }

  void add_cwe(std::string_view cwe) {
    constexpr std::size_t kMostDigits = 6;
    if (!cwe.starts_with("CWE-") || cwe.size() == 4 || cwe.size() > 4 + kMostDigits ||
        cwe.find_first_not_of("0123456789", 4) != std::string_view::npos)
      return;
    const auto number = static_cast<std::uint32_t>(std::stoul(std::string(cwe.substr(4))));
    if (std::ranges::find(out_.cwes, number) == out_.cwes.end()) out_.cwes.push_back(number);
  }

  void cwes(Value list) {
    for (const Value cwe : list.elements()) add_cwe(cwe["cweId"].text());
  }

  // What only some databases say, each in its own place.
  void classify() {
    const Value specific = root_["database_specific"];
    for (const Value cwe : specific["cwe_ids"].elements()) add_cwe(cwe.text());
    constexpr std::array<std::pair<std::string_view, SeverityWord>, 5> kWords = {
        {{"LOW", SeverityWord::low},
         {"MODERATE", SeverityWord::moderate},
         {"MEDIUM", SeverityWord::moderate},
         {"HIGH", SeverityWord::high},
         {"CRITICAL", SeverityWord::critical}}};
    for (const auto& [word, severity] : kWords)
      if (specific["severity"].text() == word) out_.severity = severity;
    const auto says_malware = [](std::string_view name) {
      return name.starts_with("MAL-") || name.starts_with("LWA-");
    };
    out_.malware = says_malware(out_.id) || std::ranges::any_of(out_.aliases, says_malware) ||
                   std::ranges::find(out_.cwes, kMalwareCwe) != out_.cwes.end();
    out_.disputed = out_.details.contains(kDisputed) || out_.summary.contains(kDisputed);
  }

  Value root_;
  Advisory out_;
};

}  // namespace

std::string ecosystem_of_osv(std::string_view osv_name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNames = {
      {{"npm", "npm"},
       {"PyPI", "pypi"},
       {"crates.io", "crates"},
       {"Go", "go"},
       {"Packagist", "composer"},
       {"GitHub Actions", "github-actions"}}};
  for (const auto& [theirs, ours] : kNames)
    if (osv_name == theirs) return std::string(ours);
  return std::string(osv_name);
}

Result<Advisory> parse_advisory(std::string json, const Limits& limits) {
  const Document document = TRY(json::parse(std::move(json), {.limits = limits}));
  return Reader(document.root()).read();
}

}  // namespace cordon::intel
