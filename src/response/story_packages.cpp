#include "response/story_packages.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "model/finding.h"

namespace cordon::response {
namespace {

using model::Exposure;
using model::Fact;

constexpr Fact Exposure::* kFurthestFirst[] = {&Exposure::persisted, &Exposure::contacted, &Exposure::executed,
                                               &Exposure::installed, &Exposure::fetched,   &Exposure::resolved,
                                               &Exposure::referenced};
constexpr std::size_t kContradictions = 20;
constexpr std::uint32_t kNameServer = 53;

}  // namespace

std::size_t reach(const Exposure& exposure) {
  std::size_t at = 0;
  for (Fact Exposure::* fact : kFurthestFirst) {
    if ((exposure.*fact).value == model::FactValue::yes) return at;
    ++at;
  }
  return at;
}

namespace {

void merge(Exposure& into, const Exposure& from) {
  const auto one = [&](Fact Exposure::* fact) {
    const Fact& other = from.*fact;
    if (other.evidence.empty() && (into.*fact).value != model::FactValue::yes &&
        other.value != model::FactValue::unknown)
      (into.*fact).value = other.value;
    for (const std::string& evidence : other.evidence) model::establish(into.*fact, other.value, evidence);
  };
  for (Fact Exposure::* fact : kFurthestFirst) one(fact);
  one(&Exposure::forbidden);
}

bool is_incident(const model::Finding& finding) {
  if (finding.waived || finding.severity < model::Severity::medium) return false;
  switch (finding.kind) {
    case model::FindingKind::malware:
    case model::FindingKind::behaviour:
    case model::FindingKind::network:
    case model::FindingKind::integrity: return true;
    default: return false;
  }
}

class Packages {
 public:
  StoryPackage& at(const std::string& purl) {
    const auto [found, is_new] = at_.try_emplace(release_key(purl), packages_.size());
    if (is_new) {
      packages_.emplace_back().purl = purl;
      packages_.back().exposure = model::unknown_exposure();
    }
    return packages_[found->second];
  }
  void add(const StoryFinding& finding);
  void add(const StoryEvent& event);
  std::vector<StoryPackage> take();

 private:
  std::map<std::string, std::size_t> at_;
  std::vector<StoryPackage> packages_;
};

void Packages::add(const StoryFinding& given) {
  if (given.package.empty()) return;
  const model::Finding& finding = given.finding;
  StoryPackage& package = at(given.package);
  ++package.findings;
  if (finding.exposure) merge(package.exposure, *finding.exposure);
  package.incident |= is_incident(finding);
  if (!finding.waived && (!package.worst || *package.worst < finding.severity)) package.worst = finding.severity;
}

void Packages::add(const StoryEvent& given) {
  const model::Event& event = given.event;
  if (!event.package) return;
  StoryPackage& package = at(event.package->purl);
  ++package.events;
  if (!package.integrity) package.integrity = event.package->integrity;
  if (!package.install_path) package.install_path = event.package->install_path;
  for (const std::string& each : event.package->contradictions)
    if (package.contradictions.size() < kContradictions &&
        std::ranges::find(package.contradictions, each) == package.contradictions.end())
      package.contradictions.push_back(each);
  const bool sure = event.package->confidence == model::AttributionConfidence::exact ||
                    event.package->confidence == model::AttributionConfidence::inherited;
  if (sure && std::holds_alternative<model::ExecPayload>(event.payload))
    model::establish(package.exposure.executed, model::FactValue::yes, "event " + event.id);
}

std::vector<StoryPackage> Packages::take() {
  const auto is_bad = [](const StoryPackage& each) { return each.worst && *each.worst > model::Severity::info; };
  const bool any_incident = std::ranges::any_of(packages_, &StoryPackage::incident);
  const bool any_bad = std::ranges::any_of(packages_, is_bad);
  for (StoryPackage& each : packages_)
    each.concerned = any_incident ? each.incident : any_bad ? is_bad(each) : each.events > 0;
  std::ranges::stable_sort(packages_, {}, [](const StoryPackage& each) {
    return std::tuple(!each.concerned, each.worst ? -static_cast<int>(*each.worst) : 1, reach(each.exposure),
                      UINT64_MAX - each.events, each.purl);
  });
  return std::move(packages_);
}

std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// ", talked to 203.0.113.7:8000 (sink.invalid) and 2 more addresses"
std::string talked_to(const Story& story, const std::string& purl) {
  const std::string key = release_key(purl);
  const Connection* first = nullptr;
  std::uint64_t others = 0;
  for (const Connection& each : story.connections) {
    // That it asked a name server says nothing of whom it wanted.
    if (!each.sent || each.port == kNameServer || release_key(each.package) != key) continue;
    if (first == nullptr) first = &each;
    else ++others;
  }
  if (first == nullptr) return {};
  std::string out = ", talked to " + endpoint_text(first->address, first->port);
  if (!first->names.empty()) out += " (" + first->names.front() + ")";
  if (others > 0) out += fmt::format(" and {} more address{}", others, others == 1 ? "" : "es");
  return out;
}

}  // namespace

std::vector<StoryPackage> tell_packages(std::span<const StoryFinding> findings, std::span<const StoryEvent> events) {
  Packages packages;
  for (const StoryFinding& each : findings) packages.add(each);
  for (const StoryEvent& each : events) packages.add(each);
  return packages.take();
}

std::string headline_of(const Story& story) {
  const auto concerned = static_cast<std::uint64_t>(std::ranges::count_if(story.packages, &StoryPackage::concerned));
  if (concerned == 0)
    return story.findings.empty() && story.events == 0
               ? "Nothing is recorded yet."
               : fmt::format("No package is concerned: {}, {}.", counted(story.findings.size(), "finding"),
                             counted(story.events, "event"));
  const StoryPackage& worst = story.packages.front();
  const std::string_view how_far = model::headline(worst.exposure);
  std::string out = package_text(worst.purl) + ": ";
  out += how_far.empty() ? "nothing says how far it got" : std::string(how_far);
  out += talked_to(story, worst.purl);
  out += worst.worst ? fmt::format("; {}, the worst {}", counted(worst.findings, "finding"), to_string(*worst.worst))
                     : "; no finding";
  if (concerned > 1) out += fmt::format("; {} more package{}", concerned - 1, concerned == 2 ? "" : "s");
  return out + ".";
}

}  // namespace cordon::response
