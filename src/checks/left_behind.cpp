#include "checks/left_behind.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "checks/collect.h"
#include "checks/recovery.h"
#include "inventory/npm/identify.h"
#include "model/purl.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "left_behind";
constexpr std::size_t kEvidence = 1'000;
using model::FactValue;

void yes(model::Fact& fact, const std::string& evidence) { model::establish(fact, FactValue::yes, evidence); }

std::string at(const std::string& path, std::uint32_t line) { return fmt::format("{}:{}", path, line); }

bool is_infection(const std::vector<intel::Match>& matches) {
  return std::ranges::any_of(matches, [](const intel::Match& match) {
    return match.kind == intel::MatchKind::integrity || match.kind == intel::MatchKind::name;
  });
}

// 127.0.0.0/8, ::1 and what is mapped to them.
bool is_loopback(std::string_view address) {
  if (address.starts_with("::ffff:")) address.remove_prefix(7);
  return address == "::1" || address.starts_with("127.");
}

std::string ending_of(const host::ScriptRun& run) {
  if (!run.signal.empty()) return "ended by " + run.signal;
  if (run.code) return fmt::format("ended with code {}", *run.code);
  return "its end is not in the log";
}

}  // namespace

std::string_view words_of(TraceSource source) {
  switch (source) {
    case TraceSource::project: return "projects";
    case TraceSource::cache_index: return "the index of npm's cache";
    case TraceSource::cache_content: return "the content of npm's cache";
    case TraceSource::client_log: return "npm's log";
    case TraceSource::event: return "recorded events";
  }
  return {};
}

LeftBehind::LeftBehind(const intel::Knowledge& knowledge, const model::Registries& registries)
    : knowledge_(knowledge), registries_(registries) {}

model::Component LeftBehind::component(std::string_view name, std::string_view version,
                                       std::string_view address) const {
  model::Component made;
  made.ecosystem = "npm";
  made.name = name;
  made.version = version;
  made.install_script = model::InstallScript::unknown;
  if (!address.empty()) made.resolved = address;
  made.registry = registries_.classify("npm", address, name);
  made.purl = model::make_purl("npm", name, version);
  return made;
}

Trace* LeftBehind::trace_of(model::Component component) {
  const std::vector<intel::Match> matches = intel::match(component, knowledge_);
  if (!is_infection(matches)) return nullptr;
  Trace& trace = traces_[component.purl];
  if (trace.matches.empty()) {
    trace.matches = matches;
    trace.component = std::move(component);
  }
  return &trace;
}

void LeftBehind::keep(Trace& trace, TraceSource source, model::Evidence evidence) {
  trace.sources.insert(source);
  if (trace.evidence.size() < kEvidence) trace.evidence.push_back(std::move(evidence));
}

void LeftBehind::add_cache_entry(const host::CacheEntry& entry, const std::string& display_path) {
  if (entry.integrity.empty()) return;
  auto release = inventory::npm::parse_tarball_url(entry.address);
  if (!release) release = inventory::npm::archive_named(entry.address);
  // Content that is known to be bad is that, under whatever address.
  if (const auto known = knowledge_.find_integrity(entry.integrity); !release && !known.empty())
    release = {std::string(known.front().name), std::string(known.front().version)};
  if (!release) return;
  model::Component found = component(release->name, release->version, entry.address);
  found.integrity = {entry.integrity};
  found.place = {display_path, entry.line};
  cached_[{release->name, release->version}].insert(entry.integrity);
  Trace* trace = trace_of(std::move(found));
  if (trace == nullptr) return;
  const std::string when = time_of(static_cast<std::int64_t>(entry.time_ms / 1'000));
  const std::string excerpt = fmt::format("{} from {}, {} bytes", when, entry.address, entry.size);
  yes(trace->exposure.fetched, at(display_path, entry.line) + ": " + excerpt);
  trace->archives.insert(entry.integrity);
  keep(*trace, TraceSource::cache_index, model::text_span(display_path, entry.line, excerpt, kName));
}

void LeftBehind::add_content(const intel::BadRelease& release, const std::string& integrity,
                             const std::string& display_path) {
  model::Component found = component(release.name, release.version, {});
  found.integrity = {integrity};
  found.place = {display_path, 0};
  Trace* trace = trace_of(std::move(found));
  if (trace != nullptr) trace->archives.insert(integrity);
}

// A cache has the release with another content than the known-bad one, and not with that.
void LeftBehind::doubt(Trace& trace) const {
  const auto known = cached_.find({trace.component.name, trace.component.version});
  if (known == cached_.end() || !trace.archives.empty()) return;
  model::Component other = trace.component;
  other.integrity.assign(known->second.begin(), known->second.end());
  const std::vector<intel::Match> matches = intel::match(other, knowledge_);
  if (!is_infection(matches) && !matches.empty())
    trace.contradictions.insert("a cache has this release with another content than the known-bad one");
}

void LeftBehind::add_log(const host::NpmDebugLog& log, const std::string& display_path) {
  const auto named = [&](std::string_view name, std::string_view version) { return component(name, version, {}); };
  const std::string when = log.started.empty() ? "" : " in the run of " + log.started;
  const auto note = [&](model::Component found, std::uint32_t line, const std::string& said, auto establish) {
    const std::string excerpt = said + when;
    found.place = {display_path, line};
    Trace* trace = trace_of(std::move(found));
    if (trace == nullptr) return;
    doubt(*trace);
    establish(trace->exposure, at(display_path, line) + ": " + excerpt);
    keep(*trace, TraceSource::client_log, model::text_span(display_path, line, excerpt, kName));
  };
  for (const host::PlacedPackage& placed : log.placed)
    note(named(placed.name, placed.version), placed.line, "npm chose it for the tree",
         [](model::Exposure& exposure, const std::string& evidence) { yes(exposure.resolved, evidence); });
  for (const host::LoggedFetch& fetch : log.fetches) {
    const auto release = inventory::npm::parse_tarball_url(fetch.address);
    if (!release || fetch.status < 200 || fetch.status >= 300) continue;
    note(named(release->name, release->version), fetch.line, "npm fetched " + fetch.address,
         [](model::Exposure& exposure, const std::string& evidence) { yes(exposure.fetched, evidence); });
  }
  for (const host::ScriptRun& run : log.runs) {
    const std::string excerpt =
        fmt::format("npm ran its {} in {}: {} ({})", run.event, run.location,
                    run.script.empty() ? "its beginning is not in the log" : run.script, ending_of(run));
    note(named(run.name, run.version), run.line != 0 ? run.line : run.end_line, excerpt,
         [](model::Exposure& exposure, const std::string& evidence) {
           yes(exposure.installed, evidence);
           yes(exposure.executed, evidence);
         });
  }
}

void LeftBehind::add_event(const model::Event& event, const std::string& display_path) {
  const auto* connect = std::get_if<model::ConnectPayload>(&event.payload);
  if (const auto* loss = std::get_if<model::LossPayload>(&event.payload))
    lost_ += std::min(loss->count, UINT64_MAX - lost_);
  std::optional<model::Attribution> package = event.package;
  const auto* request = std::get_if<model::RegistryRequestPayload>(&event.payload);
  // A gate sees what clients ask for, and no process: what is asked for is the package.
  if (!package && request != nullptr) {
    package.emplace().purl = request->purl;
    package->confidence = model::AttributionConfidence::exact;
  }
  if (!package) {
    if (connect != nullptr) client_addresses_.emplace(event.host, connect->address);
    return;
  }
  if (package->confidence == model::AttributionConfidence::unknown) return;
  const std::string key = package->purl + " " + package->integrity.value_or("");
  auto known = of_purl_.find(key);
  if (known == of_purl_.end()) {
    Trace* trace = nullptr;
    if (const auto purl = model::parse_purl(package->purl); purl && purl->type == "npm") {
      model::Component found = component(purl->full_name(), purl->version, {});
      found.place = {display_path, 0};
      model::Component with_content = found;
      if (package->integrity) with_content.integrity = {*package->integrity};
      const bool is_other = !is_infection(intel::match(with_content, knowledge_));
      trace = trace_of(is_other ? std::move(found) : std::move(with_content));
      if (trace != nullptr && is_other)
        trace->contradictions.insert("events give this release another content than the known-bad one");
    }
    known = of_purl_.emplace(key, trace).first;
  }
  Trace* trace = known->second;
  if (trace == nullptr) return;
  const auto note = [&](model::Fact& fact, const std::string& excerpt) {
    const std::string shown = text::visible(excerpt, 200);
    yes(fact, event.id + ": " + shown);
    keep(*trace, TraceSource::event, {model::EvidenceKind::event, event.id, std::nullopt, shown, std::string(kName)});
  };
  if (const auto* exec = std::get_if<model::ExecPayload>(&event.payload)) {
    note(trace->exposure.executed, fmt::format("ran {}", fmt::join(exec->arguments, " ")));
  } else if (connect != nullptr) {
    if (!is_loopback(connect->address) && !client_addresses_.contains({event.host, connect->address}) &&
        connect->stage == model::ConnectStage::sent && connect->application != "dns")
      note(trace->exposure.contacted, fmt::format("connected to {} port {}{}", connect->address, connect->port,
                                                  connect->name ? " (" + *connect->name + ")" : ""));
  } else if (const auto* exit = std::get_if<model::ExitPayload>(&event.payload)) {
    if (!exit->left_running.empty())
      note(trace->exposure.persisted,
           fmt::format("its script ended and left running: {}", fmt::join(exit->left_running, ", ")));
  } else if (request != nullptr) {
    const bool got_it = !request->status || *request->status == 200 || *request->status == 304;
    if (request->tarball && got_it)
      note(trace->exposure.fetched,
           fmt::format("{}{} asked a registry for its archive", request->client.value_or("a client"),
                       request->address ? " at " + *request->address : std::string()));
  } else if (event.actor && std::holds_alternative<model::FilePayload>(event.payload)) {
    note(trace->exposure.executed, "its code touched files: " + std::get<model::FilePayload>(event.payload).path);
  }
}

void LeftBehind::add_archive(const std::string& purl, const std::string& display_path, const std::string& integrity,
                             bool verified) {
  const auto known = traces_.find(purl);
  if (known == traces_.end() || !verified) return;
  yes(known->second.exposure.fetched, display_path + ": its archive, byte for byte");
  keep(known->second, TraceSource::cache_content,
       model::digest_compared(display_path, integrity, "the archive in the cache has the digest it was fetched with",
                              kName));
}

void LeftBehind::add_finding(const model::Finding& finding) {
  if (!finding.exposure || !finding.subject.purl || !finding.subject.name) return;
  model::Component found = component(*finding.subject.name, finding.subject.version.value_or(""), {});
  found.place = {finding.subject.path.value_or(""), finding.subject.line.value_or(0)};
  Trace& trace = traces_[found.purl];
  if (trace.matches.empty()) {
    trace.matches = intel::match(found, knowledge_);
    trace.component = std::move(found);
  }
  const auto take = [&](model::Fact model::Exposure::* fact) {
    const model::Fact& from = (*finding.exposure).*fact;
    for (const std::string& evidence : from.evidence) model::establish(trace.exposure.*fact, from.value, evidence);
  };
  using model::Exposure;
  for (auto fact : {&Exposure::referenced, &Exposure::resolved, &Exposure::fetched, &Exposure::installed,
                    &Exposure::executed, &Exposure::contacted, &Exposure::persisted, &Exposure::forbidden})
    take(fact);
  for (const model::Evidence& evidence : finding.evidence) keep(trace, TraceSource::project, evidence);
}

model::FindingInput LeftBehind::finding_of(const Trace& trace) const {
  model::FindingInput input;
  input.rule_id = "hunt.release";
  input.kind = model::FindingKind::malware;
  const auto severity = severities_.find(trace.component.purl);
  input.severity = severity == severities_.end() ? model::Severity::critical : severity->second;
  if (severity != severities_.end()) input.kind = model::FindingKind::behaviour;  // nobody says that it is malware
  input.confidence = model::Confidence::low;                                      // as that of the pack that is surest
  input.subject = model::package_subject(trace.component);
  input.subject.path.reset();  // it is about this machine, not one place
  input.subject.line.reset();
  input.exposure = trace.exposure;
  input.evidence = trace.evidence;
  std::string sources;
  for (const TraceSource source : trace.sources)
    sources += (sources.empty() ? "" : ", ") + std::string(words_of(source));
  const std::string_view furthest = model::headline(trace.exposure);
  input.title = fmt::format("{} {}: {} (by {})", trace.component.name, trace.component.version,
                            furthest.empty() ? "named" : furthest, sources);
  for (const intel::Match& match : trace.matches) {
    const intel::IncidentPack pack = knowledge_.open(match.release.pack);
    input.confidence = std::max(input.confidence, match.confidence);
    input.tags.insert(input.tags.end(), pack.tags.begin(), pack.tags.end());
    for (std::size_t i = 0; i < match.release.aliases.size(); ++i) input.aliases.emplace_back(match.release.aliases[i]);
    input.evidence.push_back(model::knowledge_record("incident:" + pack.id + "#packages", pack.title, kName));
    if (&match == trace.matches.data())
      add_recovery(knowledge_, pack, match.release, trace.component.version, std::nullopt, input);
  }
  for (const std::string& contradiction : trace.contradictions) {
    input.confidence = model::Confidence::low;
    input.title += "; but " + contradiction;
  }
  for (auto* list : {&input.aliases, &input.tags}) {
    std::ranges::sort(*list);
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  return input;
}

std::vector<model::Finding> LeftBehind::findings() const {
  std::vector<model::Finding> out;
  for (const auto& [purl, trace] : traces_)
    if (!trace.evidence.empty() && !trace.matches.empty()) append(out, finding_of(trace));
  return out;
}

}  // namespace cordon::checks
