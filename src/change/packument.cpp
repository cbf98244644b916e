#include "change/packument.h"

#include <algorithm>

#include "base/date.h"
#include "base/json.h"

namespace cordon::change {
namespace {

PublishTrust trust_of(const Value& release) {
  const Value user = release["_npmUser"];
  const bool has_provenance = release["dist"]["attestations"]["provenance"].exists();
  if (user["approver"].exists()) return PublishTrust::staged;
  if (user["trustedPublisher"].exists() && has_provenance) return PublishTrust::trusted_publisher;
  return has_provenance ? PublishTrust::provenance : PublishTrust::none;
}

// An abbreviated document says it in a field; a full one has the scripts. A package with binding.gyp is said in the
// field only.
std::optional<bool> script_of(const Value& release) {
  if (const auto said = release["hasInstallScript"].boolean()) return said;
  const Value scripts = release["scripts"];
  for (const char* event : {"preinstall", "install", "postinstall"})
    if (scripts[event].exists()) return true;
  return std::nullopt;
}

ReleaseMetadata read_release(const Value& release, const Value& time) {
  ReleaseMetadata out;
  if (const auto published = time.string()) out.published = seconds_of(*published);
  out.publisher = release["_npmUser"]["name"].string().value_or("");
  out.trust = trust_of(release);
  out.script = script_of(release);
  for (const char* list : {"dependencies", "optionalDependencies"})
    for (const Value::Member& each : release[list].members()) out.dependencies.emplace(each.key);
  const Value repository = release["repository"];
  out.repository = repository.string().value_or(repository["url"].string().value_or(""));
  return out;
}

}  // namespace

Result<Packument> read_packument(std::string text, const Limits& limits) {
  const Document document = TRY(json::parse(std::move(text), {.limits = limits}));
  const Value root = document.root();
  Packument out;
  out.name = root["name"].string().value_or("");
  const Value versions = root["versions"];
  if (out.name.empty() || !versions.is_object())
    return fail(ErrorCode::wrong_type, "no packument: it has no name or no versions");
  const Value time = root["time"];
  if (const auto created = time["created"].string()) out.created = seconds_of(*created);
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
      const auto published = said && version != "modified" ? seconds_of(*said) : std::nullopt;
      if (published && (!out.created || *published < *out.created)) out.created = published;
    }
  for (const Value& each : root["maintainers"].elements())
    if (const auto name = each["name"].string()) out.maintainers.emplace(*name);
  return out;
}

}  // namespace cordon::change
