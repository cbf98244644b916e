// How far bad releases got by what they could not erase: package clients' caches and logs, and recorded events. What
// projects say is for the other checks.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/artefacts/npm_cache_index.h"
#include "host/artefacts/npm_debug_log.h"
#include "intel/knowledge.h"
#include "intel/match.h"
#include "model/finding.h"
#include "model/generated/event.h"
#include "model/registries.h"

namespace cordon::checks {

// Kinds of evidence that do not rest on each other.
enum class TraceSource : std::uint8_t { project, cache_index, cache_content, client_log, event };
std::string_view words_of(TraceSource source);  // "npm's log"

// A bad release that left a trace.
struct Trace {
  model::Component component;         // of the first trace; its place says where that stands
  std::vector<intel::Match> matches;  // one per pack
  model::Exposure exposure = model::unknown_exposure();
  std::vector<model::Evidence> evidence;  // at most 1,000 pieces
  std::set<TraceSource> sources;
  std::set<std::string> archives;        // SRI strings that caches have its archive under
  std::set<std::string> contradictions;  // what speaks against its being that release
};

class LeftBehind {
 public:
  // Both must outlive it.
  LeftBehind(const intel::Knowledge& knowledge, const model::Registries& registries);

  // Caches first: they say which content a release had that logs only name. That it was another one than the known-bad
  // speaks against what logs and events name, and takes nothing from it: whoever ran here could write the cache.
  void add_cache_entry(const host::CacheEntry& entry, const std::string& display_path);
  // The content of a release that a pack knows stands in a cache, whatever the cache's index says.
  void add_content(const intel::BadRelease& release, const std::string& integrity, const std::string& display_path);
  void add_log(const host::NpmDebugLog& log, const std::string& display_path);
  // In the order in which they happened. `display_path` is of the file they stand in.
  void add_event(const model::Event& event, const std::string& display_path);
  // That the archive stands in a cache at this path; its bytes have the digest it is kept under, or they have not.
  void add_archive(const std::string& purl, const std::string& display_path, const std::string& integrity,
                   bool verified);
  // What a finding about a project says of the same release.
  void add_finding(const model::Finding& finding);

  // By package URL.
  const std::map<std::string, Trace>& traces() const { return traces_; }
  // One finding a release.
  std::vector<model::Finding> findings() const;
  // Events that a sensor lost, by what add_event was told.
  std::uint64_t lost() const { return lost_; }
  // How bad it is that this release is here, where that is known otherwise than by a pack of an incident.
  void set_severity(const std::string& purl, model::Severity severity) { severities_[purl] = severity; }

 private:
  // The trace of this release, made when a pack knows it; else null.
  Trace* trace_of(model::Component component);
  model::Component component(std::string_view name, std::string_view version, std::string_view address) const;
  void doubt(Trace& trace) const;
  static void keep(Trace& trace, TraceSource source, model::Evidence evidence);
  model::FindingInput finding_of(const Trace& trace) const;

  const intel::Knowledge& knowledge_;
  const model::Registries& registries_;
  std::map<std::string, Trace> traces_;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> cached_;  // name, version: SRI strings
  std::map<std::string, Trace*, std::less<>> of_purl_;                           // of events
  // host and address: whom package clients talked to
  std::set<std::pair<std::string, std::string>> client_addresses_;
  std::map<std::string, model::Severity> severities_;
  std::uint64_t lost_ = 0;
};

}  // namespace cordon::checks
