#include "checks/dependency_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "change/alterations.h"
#include "change/delta.h"
#include "change/risk.h"
#include "checks/collect.h"
#include "checks/comparison.h"
#include "checks/why_here.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "dependency_change";
constexpr std::size_t kDigestsShown = 4;
constexpr std::uint32_t kMoves = 5;  // packages that are told one by one

using Move = std::pair<std::vector<std::string>, std::vector<std::string>>;

using change::Alteration;
using change::AlterationKind;
using change::ReleaseChange;
using model::Inventory;
using model::Severity;
using model::VerdictValue;

struct Conclusion {
  const char* id;
  Severity severity;
  const char* text;
};

bool is_public(const model::Component& component) { return component.registry.class_ == model::RegistryClass::public_; }

// What of the second list is not in the first.
std::vector<std::string> news(const Alteration& alteration) {
  std::vector<std::string> out;
  std::ranges::set_difference(alteration.is, alteration.was, std::back_inserter(out));
  return out;
}

Conclusion of_origin(const Alteration& alteration) {
  const std::vector<std::string> now = news(alteration);
  const auto all_are = [&](std::string_view what) {
    return std::ranges::all_of(now, [&](const std::string& each) { return each == what; });
  };
  const bool was_own = std::ranges::find(alteration.was, change::kOwnOrigin) != alteration.was.end();
  // A patch of the project's own is reviewed where it stands: beside the lockfile.
  if (all_are("patch")) return {"change.patch", Severity::low, "is changed by a patch of the project's own now"};
  if (all_are(change::kOwnOrigin)) return {"change.source", Severity::low, "is a package of the project itself now"};
  if (was_own) return {"change.source", Severity::high, "was a package of the project itself, and is fetched now"};
  if (all_are("registry")) return {"change.source", Severity::medium, "comes from a registry now, and did not before"};
  return {"change.source", Severity::high, "comes from elsewhere than before"};
}

Conclusion conclusion_of(const Alteration& alteration, bool from_own_to_public) {
  switch (alteration.kind) {
    case AlterationKind::integrity: return {"change.integrity", Severity::critical, "has another digest than before"};
    case AlterationKind::integrity_lost:
      return {"change.integrity-lost", Severity::medium,
              alteration.is.empty() ? "has no digest any more" : "has a weaker digest than before"};
    case AlterationKind::origin: return of_origin(alteration);
    case AlterationKind::registry:
      return {"change.registry", from_own_to_public ? Severity::high : Severity::medium,
              "comes from another registry than before"};
    case AlterationKind::address: return {"change.address", Severity::low, "has another address than before"};
    case AlterationKind::script:
      return {"change.install-script", Severity::medium,
              alteration.from ? "runs code when it is installed, and the release before did not"
                              : "runs code at install now, by a lockfile that said it does not"};
  }
  return {"change.integrity", Severity::critical, "has another digest than before"};
}

Severity severity_of(VerdictValue verdict) {
  switch (verdict) {
    case VerdictValue::allow: return Severity::low;
    case VerdictValue::review: return Severity::high;
    case VerdictValue::block: return Severity::critical;
  }
  return Severity::high;
}

// "+16 no list of used packages has its name"
std::string item_text(const model::RiskItem& item) {
  std::string out = fmt::format("{:+} {}", item.counted, item.text);
  if (item.counted != item.points) out += fmt::format(" ({:+}, with a stronger fact of its kind)", item.points);
  return out;
}

class Concluder {
 public:
  Concluder(const Comparison& comparison, std::vector<model::Finding>& out)
      : comparison_(comparison), before_(comparison.before()), after_(comparison.after()), delta_(comparison.delta()),
        graph_(after_), out_(out) {}

  void run() {
    for (const model::Component& component : before_.components)
      if (is_public(component)) public_before_.insert(component.name);
    for (const WeighedChange& each : comparison_.added()) tell(each, "change.suspicious-dependency");
    for (const WeighedChange& each : comparison_.changed()) tell(each, "change.suspicious-release");
    for (const WeighedChange& each : comparison_.added()) name(each);
    for (const Alteration& each : delta_.altered)
      if (each.kind == AlterationKind::registry) ++moves_[{each.was, each.is}];
    for (const Alteration& each : delta_.altered) conclude(each);
    for (const auto& [move, count] : moves_)
      if (count > kMoves) conclude_move(move, count);
    for (const ReleaseChange& each : delta_.orphaned) conclude_orphan(each);
  }

 private:
  model::FindingInput about(const std::vector<std::uint32_t>& components, const char* rule_id, Severity severity) {
    const model::Component& component = after_.components[components.front()];
    model::FindingInput input;
    input.rule_id = rule_id;
    input.kind = model::FindingKind::source;
    input.severity = severity;
    input.subject = model::package_subject(component);
    input.instances = static_cast<std::uint32_t>(components.size());
    explain_presence(after_, graph_, components, input);
    return input;
  }

  void tell(const WeighedChange& weighed, const char* rule_id) {
    const ReleaseChange& change = *weighed.change;
    const model::Risk& risk = weighed.risk;
    if (risk.points < change::kNote) return;
    const model::Component& component = after_.components[change.after.front()];
    model::FindingInput input = about(change.after, rule_id, severity_of(risk.verdict));
    input.confidence = risk.verdict == VerdictValue::allow ? model::Confidence::low : model::Confidence::medium;
    input.title =
        label(component) + title_of(change) + fmt::format(": {:+} dB, {}", risk.points, to_string(risk.verdict));
    input.evidence.push_back(model::text_span(component.place.path, component.place.line,
                                              fmt::format("{:+} before any fact", risk.prior), kName));
    for (const model::RiskItem& item : risk.items)
      input.evidence.push_back(model::text_span(item.place.path, item.place.line, item_text(item), kName));
    if (!risk.unknown.empty())
      input.evidence.push_back(
          model::text_span(component.place.path, component.place.line,
                           "0 for what is not known: " + fmt::format("{}", fmt::join(risk.unknown, ", ")), kName));
    input.tags = {"attack.t1195.002"};
    std::uint32_t order = 0;
    input.remedy.push_back(
        {++order, "Do not install it before somebody has looked: it may run code at once.", std::nullopt});
    for (const model::RiskItem& item : risk.items)
      if (item.counted > 0 && !item.overturn.empty() && order < 4)
        input.remedy.push_back(
            {++order, "What would overturn \"" + item.text + "\": " + item.overturn + ".", std::nullopt});
    append(out_, std::move(input));
  }

  std::string title_of(const ReleaseChange& change) const {
    std::string by;
    if (!change.carriers.empty()) {
      by = " by " + label(after_.components[change.carriers.front()]);
      if (change.carriers.size() > 1) by += fmt::format(" and {} more", change.carriers.size() - 1);
    }
    switch (change.way) {
      case change::Way::known: return " after " + std::string(change.from);
      case change::Way::asked: return " is new, asked for by the project";
      case change::Way::loose: return " is new, and nothing requires it";
      case change::Way::wanted: return " is new, wanted" + by + " before";
      case change::Way::rooted: return " is new, below a new dependency of the project";
      case change::Way::below: return " is new, below another that was brought in" + by;
      case change::Way::bumped: return " is new, brought in" + by;
      case change::Way::same: return " is new, required" + by + ", which did not before";
    }
    return " is new";
  }

  // A name that can be taken for another's is worth a look by itself, whatever brought it in.
  void name(const WeighedChange& weighed) {
    const ReleaseChange& change = *weighed.change;
    const change::Facts& facts = weighed.facts;
    if (facts.looks_like.empty()) return;
    const model::Component& component = after_.components[change.after.front()];
    model::FindingInput input = about(change.after, "change.look-alike", Severity::medium);
    input.confidence = model::Confidence::low;
    input.title = label(component) + " is new, and its name can be taken for " + facts.looks_like;
    input.evidence.push_back(model::text_span(component.place.path, component.place.line, facts.looks_like, kName));
    input.tags = {"attack.t1195.001"};
    input.remedy.push_back({1, "Make sure that this one is meant, and not " + facts.looks_like + ".", std::nullopt});
    append(out_, std::move(input));
  }

  // Whether the package came from somewhere that is not public, and is public now: what dependency confusion looks
  // like.
  bool is_own_to_public(const Alteration& alteration) const {
    return !public_before_.contains(alteration.name) && std::ranges::any_of(alteration.after, [&](std::uint32_t each) {
      return is_public(after_.components[each]);
    });
  }

  // Many that move together from one registry to another are one cause: a mirror, or somebody's .npmrc.
  void conclude_move(const Move& move, std::uint32_t count) {
    model::FindingInput input;
    input.rule_id = "change.registry";
    input.kind = model::FindingKind::source;
    input.severity = Severity::medium;
    input.subject = model::file_subject(after_.path);
    input.instances = count;
    input.title = fmt::format("{} packages come from {} instead of {}", count, fmt::join(move.second, ", "),
                              fmt::join(move.first, ", "));
    input.evidence.push_back(model::text_span(after_.path, 0, fmt::format("{} packages", count), kName));
    input.remedy.push_back({1, "Make sure that the registry is meant, and declare it in cordon.yaml.", std::nullopt});
    append(out_, std::move(input));
  }

  void conclude(const Alteration& alteration) {
    const bool is_registry = alteration.kind == AlterationKind::registry;
    const bool is_confused = is_registry && is_own_to_public(alteration);
    if (is_registry && !is_confused && moves_[{alteration.was, alteration.is}] > kMoves) return;
    const Conclusion rule = conclusion_of(alteration, is_confused);
    const model::Component& component = after_.components[alteration.after.front()];
    model::FindingInput input = about(alteration.after, rule.id, rule.severity);
    input.title = label(component) + " " + rule.text;
    if (alteration.from)
      input.evidence.push_back(model::text_span(component.place.path, component.place.line,
                                                "after " + std::string(*alteration.from), kName));
    const auto show = [&](const char* when, const std::vector<std::string>& texts) {
      for (std::size_t i = 0; i < std::min(texts.size(), kDigestsShown); ++i)
        input.evidence.push_back(
            model::text_span(component.place.path, component.place.line, std::string(when) + " " + texts[i], kName));
    };
    show("before:", alteration.was);
    show("now:", alteration.is);
    input.remedy.push_back({1,
                            alteration.from ? "Find out why: the release before was another in this."
                                            : "Find out who changed the entry: a published release never changes.",
                            std::nullopt});
    append(out_, std::move(input));
  }

  void conclude_orphan(const ReleaseChange& change) {
    const model::Component& component = after_.components[change.after.front()];
    model::FindingInput input = about(change.after, "change.orphan", Severity::low);
    input.title = label(component) + " is required by nothing any more";
    input.evidence.push_back(
        model::text_span(component.place.path, component.place.line, "no edge leads to it", kName));
    input.remedy.push_back(
        {1, "Remove the entry, or regenerate the lockfile: what nothing needs is still installed.", std::nullopt});
    append(out_, std::move(input));
  }

  const Comparison& comparison_;
  const Inventory& before_;
  const Inventory& after_;
  const change::Delta& delta_;
  std::set<std::string_view> public_before_;  // names that a public registry answered for
  std::map<Move, std::uint32_t> moves_;       // registries before and after: how many packages
  model::Graph graph_;
  std::vector<model::Finding>& out_;
};

}  // namespace

void check_dependency_change(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  if (project.before == nullptr) return;
  for (const auto& comparison : *comparisons_of(project))
    if (!comparison->is_gone()) Concluder(*comparison, out).run();
}

}  // namespace cordon::checks
