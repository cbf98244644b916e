#include "response/story_chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace cordon::response {
namespace {

using model::Fact;

struct FactStage {
  Fact model::Exposure::* fact;
  Stage stage;
  const char* yes;
  const char* no;
};

constexpr FactStage kFacts[] = {
    {&model::Exposure::referenced, Stage::resolve, "is named", "is not named"},
    {&model::Exposure::resolved, Stage::resolve, "was chosen", "was not chosen"},
    {&model::Exposure::forbidden, Stage::resolve, "is named in an override that keeps it out", "is not kept out"},
    {&model::Exposure::fetched, Stage::fetch, "its archive reached this machine", "its archive did not arrive"},
    {&model::Exposure::installed, Stage::fetch, "was installed", "is not installed"},
    {&model::Exposure::executed, Stage::script, "its code ran", "its code did not run"},
    {&model::Exposure::persisted, Stage::process, "left something that outlives it", "left nothing behind"},
    {&model::Exposure::contacted, Stage::connection, "reached its operator", "did not reach its operator"},
};

class Teller {
 public:
  explicit Teller(const ChainInput& input) : input_(input) {
    for (std::size_t i = 0; i < kStages; ++i) chain_[i].stage = static_cast<Stage>(i);
    for (const StoryEvent& given : input.events) times_.emplace(given.event.id, given.event.wall_ns);
  }
  std::array<Step, kStages> tell();

 private:
  void way_here(const StoryFinding& finding);
  void facts(const StoryFinding& finding);
  void knowledge(const StoryFinding& finding);
  void event(const StoryEvent& event);
  void execution(const StoryEvent& event, const model::ExecPayload& exec);
  void exit(const StoryEvent& event, const model::ExitPayload& exit);
  void request(const StoryEvent& event, const model::RegistryRequestPayload& request);
  const Connection* connection_of(const model::DnsPayload& dns) const;
  void lookup(const StoryEvent& event, const model::DnsPayload& dns);
  void connection(const Connection& connection);
  bool concerns(std::string_view purl) const { return input_.concerned->contains(release_key(purl)); }
  // Adds it, or counts it with one that says the same.
  void put(Stage stage, Moment moment, const std::string& alike);
  // Adds what a finding says, or what it rests on to one that says the same.
  void claim(Stage stage, std::string_view package, std::string_view what, Witness witness, bool denies = false);
  const ChainInput& input_;
  std::array<Step, kStages> chain_;
  std::unordered_map<std::string_view, std::uint64_t> times_;  // of events, by id
  std::map<std::pair<Stage, std::string>, std::size_t> said_;
  std::set<std::tuple<Stage, std::size_t, std::string>> heard_;  // witnesses of each claim
  // Scripts whose beginning was told: run, package, phase.
  std::set<std::tuple<std::string, std::string, model::Phase>> begun_;
};

void Teller::put(Stage stage, Moment moment, const std::string& alike) {
  std::vector<Moment>& moments = chain_[static_cast<std::size_t>(stage)].moments;
  const auto [found, is_new] = said_.try_emplace({stage, alike}, moments.size());
  if (is_new) moments.push_back(std::move(moment));
  else ++moments[found->second].times;
}

Moment moment_of(const StoryEvent& given, std::string what) {
  return {given.event.wall_ns,
          given.event.package ? given.event.package->purl : "",
          std::move(what),
          {{given.event.id, "", given.from, given.event.wall_ns}},
          0,
          1,
          false};
}

// Evidence of a fact that names an event: "host/boot/watch/7" or "host/boot/watch/7: what it shows".
std::string_view event_of_evidence(std::string_view evidence) { return evidence.substr(0, evidence.find(": ")); }

// Each event is one witness, however it is worded.
void Teller::claim(Stage stage, std::string_view package, std::string_view what, Witness witness, bool denies) {
  const auto event = times_.find(event_of_evidence(witness.evidence));
  if (event != times_.end()) witness.wall_ns = event->second;
  std::vector<Moment>& moments = chain_[static_cast<std::size_t>(stage)].moments;
  const auto [found, is_new] = said_.try_emplace({stage, fmt::format("{}\n{}", package, what)}, moments.size());
  if (is_new) moments.push_back({0, std::string(package), std::string(what), {}, 0, 1, denies});
  if (heard_.emplace(stage, found->second, event == times_.end() ? witness.evidence : event->first).second)
    moments[found->second].witnesses.push_back(std::move(witness));
}

// Of many witnesses a few of each kind: those with a time are events, and what caches, logs and captures hold is told
// apart from them.
void order_witnesses(Moment& moment) {
  std::vector<Witness>& all = moment.witnesses;
  std::ranges::stable_sort(all, {}, [](const Witness& each) { return each.wall_ns == 0 ? UINT64_MAX : each.wall_ns; });
  if (!all.empty()) moment.wall_ns = all.front().wall_ns;
  if (all.size() <= kMomentWitnesses) return;
  moment.more_witnesses = all.size() - kMomentWitnesses;
  const auto first_untimed = std::ranges::find(all, 0u, &Witness::wall_ns);
  const auto untimed = static_cast<std::size_t>(all.end() - first_untimed);
  const std::size_t timed = all.size() - untimed;
  const std::size_t of_others =
      std::min(untimed, std::max(kMomentWitnesses / 2, kMomentWitnesses - std::min(timed, kMomentWitnesses)));
  all.erase(first_untimed + static_cast<std::ptrdiff_t>(of_others), all.end());
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(kMomentWitnesses - of_others), first_untimed);
}

// Who required it, from the project down.
void Teller::way_here(const StoryFinding& given) {
  if (given.finding.paths.empty() || given.finding.paths.front().size() < 2) return;
  const std::vector<std::string>& path = given.finding.paths.front();
  std::string what = "required by way of ";
  for (std::size_t i = 0; i + 1 < path.size(); ++i) what += (i == 0 ? "" : " > ") + package_text(path[i]);
  claim(Stage::resolve, given.package, what, {"finding " + given.finding.id, "", given.from, 0});
}

void Teller::facts(const StoryFinding& given) {
  const model::Finding& finding = given.finding;
  if (!finding.exposure) return;
  for (const FactStage& each : kFacts) {
    const Fact& fact = (*finding.exposure).*each.fact;
    if (fact.value == model::FactValue::unknown) continue;
    const bool denies = fact.value == model::FactValue::no;
    // A `no` without evidence says nothing that can be looked at.
    if (denies && fact.evidence.empty()) continue;
    const char* what = denies ? each.no : each.yes;
    for (const std::string& evidence : fact.evidence)
      claim(each.stage, given.package, what, {evidence, "", given.from, 0}, denies);
    if (fact.evidence.empty())
      claim(each.stage, given.package, what, {"finding " + finding.id, "", given.from, 0}, denies);
  }
}

// What was known of the release itself: who published what, and when.
void Teller::knowledge(const StoryFinding& given) {
  const model::Finding& finding = given.finding;
  for (const model::Evidence& evidence : finding.evidence) {
    if (evidence.kind != model::EvidenceKind::knowledge) continue;
    const std::string what = evidence.excerpt.empty() ? "is on record" : "is on record: " + evidence.excerpt;
    claim(Stage::publish, given.package, what, {evidence.locator, evidence.digest.value_or(""), given.from, 0});
  }
}

void Teller::execution(const StoryEvent& given, const model::ExecPayload& exec) {
  const model::Attribution& package = *given.event.package;
  const std::string command = command_text(exec);
  if (begun_.emplace(package.run_id.value_or(""), package.purl, package.phase).second) {
    std::string what = fmt::format("{} began: {}", to_string(package.phase), package.script.value_or(command));
    put(Stage::script, moment_of(given, std::move(what)), given.event.id);
  }
  put(Stage::process, moment_of(given, "started " + command), package.purl + "\n" + command);
}

void Teller::exit(const StoryEvent& given, const model::ExitPayload& exit) {
  if (exit.left_running.empty()) return;
  std::string pids;
  for (const std::uint32_t pid : exit.left_running) pids += (pids.empty() ? "" : ", ") + std::to_string(pid);
  const bool one = exit.left_running.size() == 1;
  put(Stage::process,
      moment_of(given, fmt::format("{} ended and left {} running: {}", to_string(given.event.package->phase),
                                   one ? "a process" : fmt::format("{} processes", exit.left_running.size()), pids)),
      given.event.id);
}

void Teller::request(const StoryEvent& given, const model::RegistryRequestPayload& request) {
  if (!concerns(request.purl)) return;
  Moment moment = moment_of(given, request.tarball ? "its archive was asked for" : "the registry was asked about it");
  if (!request.registry.id.empty()) moment.what += " at " + request.registry.id;
  if (request.status && *request.status >= 400) moment.what += fmt::format(", and not given ({})", *request.status);
  moment.package = request.purl;
  const std::string alike = request.purl + "\n" + moment.what;
  put(request.tarball ? Stage::fetch : Stage::resolve, std::move(moment), alike);
}

// The conversation of a package in question with what a lookup gave.
const Connection* Teller::connection_of(const model::DnsPayload& dns) const {
  for (const Connection& each : input_.connections)
    if (concerns(each.package) && std::ranges::find(dns.answers, each.address) != dns.answers.end()) return &each;
  return nullptr;
}

void Teller::lookup(const StoryEvent& given, const model::DnsPayload& dns) {
  std::string what = "looked up " + dns.name + " (" + dns.type + ")";
  std::string answers;
  for (const std::string& answer : dns.answers) answers += (answers.empty() ? "" : ", ") + answer;
  if (!answers.empty()) what += ": " + answers;
  else if (dns.response) what += ": " + *dns.response;
  Moment moment = moment_of(given, what);
  if (!given.event.package) {
    // Names are asked for by a resolver of the machine: what was asked says for whom.
    const Connection* connection = connection_of(dns);
    if (connection == nullptr) return;
    moment.package = connection->package;
    moment.what += " [who asked is not recorded; it talked to what was answered]";
  } else if (!concerns(moment.package)) {
    return;
  }
  const std::string alike = moment.package + "\n" + what;
  put(Stage::connection, std::move(moment), alike);
}

void Teller::event(const StoryEvent& given) {
  const model::EventPayload& payload = given.event.payload;
  if (const auto* asked = std::get_if<model::RegistryRequestPayload>(&payload)) return request(given, *asked);
  if (const auto* dns = std::get_if<model::DnsPayload>(&payload)) return lookup(given, *dns);
  if (!given.event.package || !concerns(given.event.package->purl)) return;
  if (const auto* exec = std::get_if<model::ExecPayload>(&payload)) execution(given, *exec);
  else if (const auto* ended = std::get_if<model::ExitPayload>(&payload)) exit(given, *ended);
}

void Teller::connection(const Connection& connection) {
  if (!concerns(connection.package)) return;
  std::string what = fmt::format("{} {} {}", connection.sent ? "talked to" : "tried to reach", connection.protocol,
                                 endpoint_text(connection.address, connection.port));
  for (const std::string& name : connection.names) what += (&name == connection.names.data() ? " (" : ", ") + name;
  if (!connection.names.empty()) what += ")";
  for (const std::string& request : connection.requests)
    what += (&request == connection.requests.data() ? ": " : "; ") + request;
  if (connection.times > 1) what += fmt::format("; {} conversations", connection.times);
  if (connection.by_flow) what += " [seen on the wire; the package by its address and port]";
  Moment moment{connection.wall_ns,
                connection.package,
                std::move(what),
                {{connection.evidence, "", connection.from, connection.wall_ns}},
                0,
                1,
                false};
  put(Stage::connection, std::move(moment),
      fmt::format("{}\n{} {} {}", connection.package, connection.protocol, connection.address, connection.port));
}

std::array<Step, kStages> Teller::tell() {
  for (const StoryFinding& finding : input_.findings) {
    if (finding.package.empty() || !concerns(finding.package)) continue;
    knowledge(finding);
    facts(finding);
    way_here(finding);
  }
  for (const StoryEvent& given : input_.events) event(given);
  for (const Connection& each : input_.connections) connection(each);
  for (Step& step : chain_) {
    for (Moment& moment : step.moments) order_witnesses(moment);
    // What is only claimed to be so stands behind what was seen at a time.
    std::ranges::stable_sort(step.moments, {}, [](const Moment& m) { return m.wall_ns == 0 ? UINT64_MAX : m.wall_ns; });
    if (step.moments.size() <= kStepMoments) continue;
    step.more = step.moments.size() - kStepMoments;
    step.moments.resize(kStepMoments);
  }
  return std::move(chain_);
}

}  // namespace

std::array<Step, kStages> tell_chain(const ChainInput& input) { return Teller(input).tell(); }

}  // namespace cordon::response
