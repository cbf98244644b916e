#include "intel/retirejs/library_list.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <optional>

#include "base/json.h"
#include "base/sha256.h"
#include "base/text.h"
#include "intel/package_form.h"
#include "model/ascii.h"
#include "model/javascript_version.h"
#include "model/purl.h"

namespace cordon::intel {
namespace {

constexpr std::string_view kEcosystem = "javascript", kVersionMark = "§§version§§", kVersion = R"([0-9][0-9.a-z_\-]+)";
constexpr std::string_view kAddressesToPassOver = "dont check";  // no library: what retire.js' browser extension skips
constexpr std::size_t kMaxName = 200, kMaxExpression = 4'000, kMaxPatterns = 1'000, kMaxSummary = 200, kSha1Hex = 40,
                      kMaxVersion = 100, kIdDigits = 12;

std::unexpected<Error> fault(ErrorCode code, std::string what, Value value) {
  return fail(code, std::move(what), value.line());
}

std::string with_version(std::string_view expression) {
  std::string out;
  for (std::size_t at; (at = expression.find(kVersionMark)) != std::string_view::npos;
       expression.remove_prefix(at + kVersionMark.size()))
    out.append(expression.substr(0, at)).append(kVersion);
  return out.append(expression);
}

bool is_hex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

// GHSA-xxxx-xxxx-xxxx
bool is_github_id(std::string_view text) {
  if (!text.starts_with("GHSA-") || text.size() != 19) return false;
  for (std::size_t i = 5; i < text.size(); ++i)
    if (i % 5 == 4 ? text[i] != '-' : !model::ascii::is_alphanumeric(text[i])) return false;
  return true;
}

bool is_cve(std::string_view text) {
  return text.starts_with("CVE-") && text.size() > 8 && text.size() < 30 &&
         text.find_first_not_of("0123456789-", 4) == std::string_view::npos;
}

// One that can be compared, and that anything has.
bool is_version(std::string_view text) {
  return text.size() <= kMaxVersion && model::javascript::version_key(text).has_value();
}

// Both are versions.
bool is_older(const std::string& one, const std::string& other) {
  return *model::javascript::version_key(one) < *model::javascript::version_key(other);
}

// The next one that anybody would write.
std::string next_of(const std::string& version) { return version + ".1"; }

// 79 of "CWE-79".
std::optional<std::uint32_t> cwe_number(std::string_view text) {
  if (!text.starts_with("CWE-") || text.size() > 10) return std::nullopt;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data() + 4, text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// What can be shown, and be the name in a package URL.
bool is_name(std::string_view text) {
  const auto is_usual = [](char c) {
    return model::ascii::is_alphanumeric(c) || std::string_view("@/._+~-").contains(c);
  };
  return !text.empty() && text.size() <= kMaxName && std::ranges::all_of(text, is_usual) &&
         model::parse_purl(model::make_purl("generic", text, "")).has_value();
}

// A list is believed what package a library is, and nothing else.
bool is_plain(const model::Purl& purl) {
  return (purl.type == "npm" || purl.type == "github") && is_name(purl.name) && purl.version.empty() &&
         (purl.name_space.empty() || is_name(purl.name_space)) && purl.qualifiers.empty() && purl.subpath.empty();
}

// What may stand in an id.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 60)) out += model::ascii::is_alphanumeric(c) || c == '.' ? c : '-';
  return out;
}

class LibraryReader {
 public:
  LibraryReader(std::string_view name, Value value, LibraryList& out) : name_(name), value_(value), out_(out) {}

  void read() {
    if (!is_name(name_))
      return refuse(fault(ErrorCode::invalid_value, "no name of a library: " + text::visible(name_), value_));
    if (!value_["extractors"].is_object())
      return refuse(fault(ErrorCode::missing_field, "a library has extractors", value_));
    signature_.name = name_;
    patterns("filecontent", signature_.contents);
    replacing_patterns();
    patterns("filename", signature_.file_names);
    patterns("uri", signature_.paths);
    digests();
    vulnerabilities();
    signature_.purl = purl();
    out_.libraries.push_back(std::move(signature_));
  }

 private:
  void refuse(const std::unexpected<Error>& error) { out_.refused.push_back({std::string(name_), error.error()}); }

  Value extractor(std::string_view kind) {
    const Value list = value_["extractors"][kind];
    if (list.exists() && !list.is_array() && !list.is_object()) {
      refuse(fault(ErrorCode::wrong_type, std::string(kind) + " is no list", list));
      return {};
    }
    return list;
  }

  bool is_expression(Value each) {
    if (!each.is_string()) refuse(fault(ErrorCode::wrong_type, "an expression is no text", each));
    else if (each.text().empty() || each.text().size() > kMaxExpression)
      refuse(fault(ErrorCode::too_large, "an expression is empty or too long", each));
    else if (++patterns_ > kMaxPatterns) refuse(fault(ErrorCode::too_many, "too many expressions of a library", each));
    else return true;
    return false;
  }

  void patterns(std::string_view kind, std::vector<model::LibraryPattern>& out) {
    for (const Value each : extractor(kind).elements())
      if (is_expression(each)) out.push_back({with_version(each.text()), {}});
  }

  // "/expression/replacement/": the version is what the replacement says of the groups.
  void replacing_patterns() {
    for (const Value each : extractor("filecontentreplace").elements()) {
      if (!is_expression(each)) continue;
      const std::string_view text = each.text();
      const std::size_t middle = text.size() < 2 ? std::string_view::npos : text.rfind('/', text.size() - 2);
      if (!text.starts_with('/') || !text.ends_with('/') || middle == 0 || middle == std::string_view::npos) {
        refuse(fault(ErrorCode::syntax, "no /expression/replacement/", each));
        continue;
      }
      signature_.contents.push_back(
          {with_version(text.substr(1, middle - 1)), std::string(text.substr(middle + 1, text.size() - middle - 2))});
    }
  }

  void digests() {
    for (const Value::Member& member : extractor("hashes").members()) {
      const auto& [digest, version] = std::pair(member.key, member.value);
      if (digest.size() != kSha1Hex || !is_hex(digest))
        refuse(fault(ErrorCode::invalid_value, "no SHA-1 in small letters: " + text::visible(digest), version));
      else if (!is_version(version.text()))
        refuse(fault(ErrorCode::invalid_value, "no version of a digest: " + text::visible(version.text()), version));
      else signature_.digests.emplace_back(digest, version.text());
    }
  }

  // What it is published as: as the list says; else a package of npm with its name, which is what retire.js takes it
  // for, where GitHub has advisories of it.
  std::string purl() {
    if (const auto base = model::parse_purl(value_["basePurl"].text()); base && is_plain(*base)) return base->text();
    std::string_view package = value_["npmname"].text();
    if (package.empty() && on_github_) package = name_;
    if (package.empty() || !package_name_fault("npm", package).empty()) return model::make_purl("generic", name_, "");
    return model::make_purl("npm", package, "");
  }

  void vulnerabilities() {
    std::map<std::string, Advisory, std::less<>> by_id;
    for (const Value each : value_["vulnerabilities"].elements()) {
      Advisory advisory;
      advisory.id = "RETIREJS-" + std::string(name_) + "-" + cause(each, advisory);
      Affected affected;
      affected.ecosystem = kEcosystem;
      affected.name = name_;
      if (Result<void> read = ranges(each, affected.ranges); !read) {
        refuse(std::unexpected(read.error()));
        continue;
      }
      if (const auto known = by_id.find(advisory.id); known != by_id.end()) {
        std::ranges::move(affected.ranges, std::back_inserter(known->second.affected.front().ranges));
        continue;
      }
      texts(each, advisory);
      advisory.affected.push_back(std::move(affected));
      by_id.emplace(advisory.id, std::move(advisory));
    }
    for (auto& [id, advisory] : by_id) out_.advisories.push_back(std::move(advisory));
  }

  // What the record is about, in a form that stays; fills the aliases.
  std::string cause(Value each, Advisory& advisory) {
    const Value ids = each["identifiers"];
    for (const Value cve : ids["CVE"].elements())
      if (is_cve(cve.text())) advisory.aliases.emplace_back(cve.text());
    if (is_github_id(ids["githubID"].text())) {
      on_github_ = true;
      advisory.aliases.emplace_back(ids["githubID"].text());
    }
    std::ranges::sort(advisory.aliases);
    if (!advisory.aliases.empty()) return advisory.aliases.back();  // GHSA before CVE
    for (const std::string_view key : {"retid", "issue", "bug", "PR", "tenable", "gist"})
      if (const std::string_view id = ids[key].text(); !id.empty()) return plain(key) + "-" + plain(id);
    std::string all(ids["summary"].text());
    for (const Value link : each["info"].elements()) all.append("\n").append(link.text());
    return sha256_hex(all, kIdDigits);
  }

  // [atOrAbove, below), without the versions that are excluded.
  Result<void> ranges(Value each, std::vector<VersionRange>& out) {
    const auto version = [&](std::string_view key) -> Result<std::string> {
      const std::string_view text = each[key].text();
      if (!text.empty() && !is_version(text))
        return fault(ErrorCode::invalid_value, std::string(key) + " is no version: " + text::visible(text), each[key]);
      return std::string(text);
    };
    const std::string from = TRY(version("atOrAbove")), below = TRY(version("below"));
    if (from.empty() && below.empty())
      return fault(ErrorCode::missing_field, "a vulnerability says neither below nor atOrAbove", each);
    // Read as events, a range that is upside down would begin at its lower end and never stop.
    if (!from.empty() && !below.empty() && !is_older(from, below))
      return fault(ErrorCode::invalid_value, "a range ends before it begins: " + text::visible(from), each);
    std::vector<std::string> excluded;
    for (const Value one : each["excludes"].elements()) {
      std::string text(one.text());
      if (!is_version(next_of(text)))
        return fault(ErrorCode::invalid_value, "no version is excluded: " + text::visible(text), one);
      const bool inside = (from.empty() || !is_older(text, from)) && (below.empty() || is_older(text, below));
      if (inside) excluded.push_back(std::move(text));
    }
    std::ranges::sort(excluded, is_older);
    VersionRange range;
    range.events.push_back({EventKind::introduced, from.empty() ? "0" : from});
    for (const std::string& one : excluded) {
      range.events.push_back({EventKind::fixed, one});
      range.events.push_back({EventKind::introduced, next_of(one)});
    }
    if (!below.empty()) range.events.push_back({EventKind::fixed, below});
    out.push_back(std::move(range));
    return {};
  }

  void texts(Value each, Advisory& advisory) {
    advisory.details = each["identifiers"]["summary"].text();
    advisory.summary = advisory.details.substr(0, advisory.details.find('\n'));
    if (advisory.summary.size() > kMaxSummary) {
      const std::size_t space = advisory.summary.rfind(' ', kMaxSummary);
      advisory.summary.resize(space == std::string::npos ? 0 : space);
      advisory.summary += " …";
    }
    const std::string_view severity = each["severity"].text();
    advisory.severity = severity == "critical" ? SeverityWord::critical
                        : severity == "high"   ? SeverityWord::high
                        : severity == "medium" ? SeverityWord::moderate
                        : severity == "low"    ? SeverityWord::low
                                               : SeverityWord::none;
    for (const Value cwe : each["cwe"].elements())
      if (const auto number = cwe_number(cwe.text())) advisory.cwes.push_back(*number);
    for (const Value link : each["info"].elements())
      if (link.text().starts_with("http")) advisory.references.push_back({"WEB", std::string(link.text())});
  }

  std::string_view name_;
  Value value_;
  LibraryList& out_;
  model::LibrarySignature signature_;
  std::size_t patterns_ = 0;
  bool on_github_ = false;
};

}  // namespace

bool looks_like_library_list(std::string_view json) { return json.contains("\"extractors\""); }

Result<LibraryList> read_library_list(std::string json, const Limits& limits) {
  const Document document = TRY(json::parse(std::move(json), {.limits = limits}));
  if (!document.root().is_object()) return fail(ErrorCode::wrong_type, "a list of libraries is an object", 1);
  LibraryList out;
  for (const Value::Member& member : document.root().members())
    if (member.key != kAddressesToPassOver) LibraryReader(member.key, member.value, out).read();
  if (out.libraries.empty()) return fail(ErrorCode::unsupported_format, "no library in it has extractors", 1);
  std::ranges::sort(out.libraries, {}, &model::LibrarySignature::name);
  return out;
}

}  // namespace cordon::intel
