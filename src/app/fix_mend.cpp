#include "app/fix_mend.h"

#include <algorithm>

#include "app/fix_graph.h"
#include "app/hunt.h"
#include "base/credentials.h"
#include "model/semver.h"

namespace cordon::app {
namespace {

constexpr std::size_t kMostWitnesses = 4;

// What packs or advisories say; what nobody but the user says is not put into their mouth.
std::string why(const KnownMalware& bad, const intel::Knowledge& knowledge) {
  const auto known = knowledge.find("npm", bad.name, bad.version);
  const bool asked = !known.empty() && std::ranges::all_of(known, [&](const intel::BadRelease& release) {
    return knowledge.packs()[release.pack].id == kAskedFor;
  });
  return asked ? "named with --package" : bad.why;
}

bool is_installed(const model::Inventory& installed, const std::string& name, const std::string& version) {
  return std::ranges::any_of(installed.components, [&](const model::Component& component) {
    return component.name == name && component.version == version;
  });
}

// Other sources that know the same archive. Whether one of them is no cache.
bool add_witnesses(const std::vector<Candidate>& others, const Candidate& candidate,
                   std::vector<std::string>& evidence) {
  bool out = false;
  for (const Candidate& other : others) {
    const bool agrees = other.release.version == candidate.release.version && !candidate.release.integrity.empty() &&
                        other.release.integrity == candidate.release.integrity;
    if (!agrees || other.evidence == candidate.evidence) continue;
    out = out || other.source != SourceKind::cache;
    if (evidence.size() < kMostWitnesses) evidence.push_back(other.evidence);
  }
  return out;
}

bool is_forward(const model::Mend& mend) {
  const auto from = model::semver::parse_version(mend.from, {.loose = true});
  const auto to = model::semver::parse_version(mend.to, {.loose = true});
  return from && to && model::semver::compare(*to, *from) > 0;
}

}  // namespace

model::Mend mend_of(const MendInput& input, const Candidate& candidate) {
  const KnownMalware& bad = *input.bad;
  const model::Inventory& lockfile = *input.lockfile;
  model::Mend out;
  out.name = bad.name;
  out.from = bad.version;
  out.to = candidate.release.version;
  for (const std::string& digest : lockfile.components[bad.components.front()].integrity)
    out.integrity_from += (out.integrity_from.empty() ? "" : " ") + digest;
  out.integrity_to = candidate.release.integrity;
  out.resolved = without_credentials(candidate.release.resolved);
  for (const std::uint32_t index : bad.components)
    out.instances.emplace_back(instance_of(lockfile, lockfile.components[index].id));
  out.why = why(bad, *input.knowledge);
  out.evidence.push_back(candidate.evidence);
  bool is_witnessed = add_witnesses(*input.candidates, candidate, out.evidence);
  is_witnessed = add_witnesses(*input.witnesses, candidate, out.evidence) || is_witnessed;
  for (const std::string& other : *input.not_taken) out.notes.push_back("not taken: " + other);
  if (is_forward(out) && !input.is_vulnerable)
    out.notes.push_back("forward to " + out.to + ": no earlier release that may come is known");
  if (candidate.release.integrity.empty())
    out.notes.emplace_back("nothing known has a digest of it, as the lockfile has none: its content is not proved");
  if (candidate.source == SourceKind::cache && !is_witnessed && !input.is_vulnerable)
    out.notes.emplace_back(
        "only npm's cache of this user knows its digest: where the bad release ran as this user, it can have written "
        "that; an older lockfile (--from) is the better witness");
  if (!candidate.release.fields_known && input.has_fields)
    out.notes.emplace_back("only its dependencies are known from there: what else the entry says was left as it is");
  if (input.installed != nullptr && is_installed(*input.installed, out.name, out.from))
    out.notes.emplace_back("node_modules still has the bad release: delete it and install anew, without scripts");
  return out;
}

std::string help_without_source(bool is_named, bool is_online) {
  if (is_named)
    return "no source that was named has it: name another with --from, or take what requires it out of package.json";
  return std::string("give an older lockfile of this project with --from: the one before the bad release came in") +
         (is_online ? "" : "; or ask its registry with --online");
}

}  // namespace cordon::app
