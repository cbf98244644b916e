#include "change/packument.h"

#include <algorithm>

#include "base/date.h"
#include "base/json.h"
#include "model/integrity.h"

namespace cordon::change {
namespace {

constexpr const char* kEvents[] = {"preinstall", "install", "postinstall"};

PublishTrust trust_of(const Value& release) {
  const Value user = release["_npmUser"];
  const bool has_provenance = release["dist"]["attestations"]["provenance"].exists();
  if (user["approver"].exists()) return PublishTrust::staged;
  if (user["trustedPublisher"].exists() && has_provenance) return PublishTrust::trusted_publisher;
  return has_provenance ? PublishTrust::provenance : PublishTrust::none;
}

// As seconds_of, and with an offset: some mirrors write "+00:00".
std::optional<std::int64_t> moment_of(std::string_view text) {
  constexpr std::size_t kOffset = 6;  // "+05:30"
  if (text.ends_with('Z') || text.ends_with('z') || text.size() <= kOffset) return seconds_of(text);
  const std::string_view offset = text.substr(text.size() - kOffset);
  const auto digit = [&](std::size_t at) { return offset[at] >= '0' && offset[at] <= '9' ? offset[at] - '0' : 100; };
  const int hours = digit(1) * 10 + digit(2), minutes = digit(4) * 10 + digit(5);
  if ((offset[0] != '+' && offset[0] != '-') || offset[3] != ':' || hours > 23 || minutes > 59) return std::nullopt;
  const auto there = seconds_of(std::string(text.substr(0, text.size() - kOffset)) + "Z");
  if (!there) return std::nullopt;
  return *there - (offset[0] == '+' ? 1 : -1) * (hours * 3'600 + minutes * 60);
}

// An abbreviated document says it in a field; a full one has the scripts. A package with binding.gyp is said in the
// field only.
std::optional<bool> script_of(const Value& release) {
  if (const auto said = release["hasInstallScript"].boolean()) return said;
  for (const char* event : kEvents)
    if (release["scripts"][event].exists()) return true;
  return std::nullopt;
}

ReleaseMetadata read_release(const Value& release, const Value& time) {
  ReleaseMetadata out;
  if (const auto published = time.string()) out.published = moment_of(*published);
  out.publisher = release["_npmUser"]["name"].string().value_or("");
  out.trust = trust_of(release);
  out.script = script_of(release);
  for (const char* list : {"dependencies", "optionalDependencies"})
    for (const Value::Member& each : release[list].members()) out.dependencies.emplace(each.key);
  for (const Value::Member& each : release["peerDependencies"].members()) out.peers.emplace(each.key);
  const Value scripts = release["scripts"], dist = release["dist"];
  out.tells_scripts = scripts.is_object();
  for (const char* event : kEvents)
    if (scripts[event].exists()) out.events.emplace(event);
  out.integrity = dist["integrity"].string().value_or("");
  out.archive = dist["tarball"].string().value_or("");
  const Value repository = release["repository"];
  out.repository = repository.string().value_or(repository["url"].string().value_or(""));
  return out;
}

}  // namespace

bool contradicts(const ReleaseMetadata& said, const model::Component& component) {
  const std::vector<model::IntegrityHash> theirs = model::parse_integrity(said.integrity);
  for (const std::string& each : component.integrity)
    for (const model::IntegrityHash& own : model::parse_integrity(each)) {
      if (own.sri.empty()) continue;
      bool comparable = false, same = false;
      for (const model::IntegrityHash& other : theirs) {
        comparable |= other.algorithm == own.algorithm && !other.sri.empty();
        same |= other.sri == own.sri;
      }
      if (comparable && !same) return true;
    }
  return false;
}

const ReleaseMetadata* believed(const Packument& packument, const model::Component& component) {
  const auto at = packument.releases.find(component.version);
  return at == packument.releases.end() || contradicts(at->second, component) ? nullptr : &at->second;
}

Result<Packument> read_packument(std::string text, const Limits& limits) {
  const Document document = TRY(json::parse(std::move(text), {.limits = limits}));
  const Value root = document.root();
  Packument out;
  out.name = root["name"].string().value_or("");
  const Value versions = root["versions"];
  if (out.name.empty() || !versions.is_object())
    return fail(ErrorCode::wrong_type, "no packument: it has no name or no versions");
  const Value time = root["time"];
  if (const auto created = time["created"].string()) out.created = moment_of(*created);
  std::map<std::string_view, Value> times;  // asking an object for each of thousands of members is quadratic
  for (const Value::Member& each : time.members()) times.emplace(each.key, each.value);
  for (const Value::Member& release : versions.members()) {
    const auto at = times.find(release.key);
    ReleaseMetadata read = read_release(release.value, at == times.end() ? Value() : at->second);
    out.says_trust = out.says_trust || read.trust != PublishTrust::none;
    out.releases.insert_or_assign(std::string(release.key), std::move(read));
  }
  // A registry that strips `created` may still say when the first release was published; withdrawn ones stay in `time`.
  if (!out.created)
    for (const auto& [version, value] : times) {
      const auto said = value.string();
      const auto published = said && version != "modified" ? moment_of(*said) : std::nullopt;
      if (published && (!out.created || *published < *out.created)) out.created = published;
    }
  for (const Value& each : root["maintainers"].elements())
    if (const auto name = each["name"].string()) out.maintainers.emplace(*name);
  return out;
}

}  // namespace cordon::change
