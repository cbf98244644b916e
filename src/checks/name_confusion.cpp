#include "checks/name_confusion.h"

#include <utility>

#include "change/confusion.h"
#include "checks/collect.h"
#include "checks/why_here.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "name_confusion";

using change::Confusion;
using change::ConfusionKind;
using model::Severity;

struct Conclusion {
  const char* id;
  Severity severity;
  model::Confidence confidence;
};

Conclusion conclusion_of(ConfusionKind kind) {
  using model::Confidence;
  switch (kind) {
    case ConfusionKind::declared_name:
    case ConfusionKind::declared_scope: return {"confusion.declared", Severity::critical, Confidence::high};
    case ConfusionKind::mixed_scope: return {"confusion.scope", Severity::high, Confidence::medium};
    case ConfusionKind::workspace: return {"confusion.workspace", Severity::high, Confidence::medium};
    case ConfusionKind::unscoped_twin: return {"confusion.twin", Severity::medium, Confidence::low};
    case ConfusionKind::absurd_version:
    case ConfusionKind::version_jump: return {"confusion.version", Severity::low, Confidence::low};
  }
  return {"confusion.declared", Severity::critical, Confidence::high};
}

std::string title_of(const model::Component& component, const Confusion& confusion) {
  const std::string what = label(component);
  switch (confusion.kind) {
    case ConfusionKind::declared_name: return what + " is your own by name, and comes from a public registry";
    case ConfusionKind::declared_scope:
      return what + " is your own by its scope " + confusion.because + ", and comes from a public registry";
    case ConfusionKind::mixed_scope:
      return what + " comes from a public registry, and others of its scope from a private one: " + confusion.because;
    case ConfusionKind::workspace: return what + " is fetched, and has the name of a package of this project";
    case ConfusionKind::unscoped_twin: return what + " from a public registry stands beside your " + confusion.because;
    case ConfusionKind::absurd_version: return what + " has a version that no release reaches by itself";
    case ConfusionKind::version_jump: return what + " is far above what was there before: " + confusion.because;
  }
  return what;
}

std::vector<model::Remedy> remedy_of(ConfusionKind kind) {
  std::vector<model::Remedy> out{
      {1,
       "Do not install it before you know who published it: whoever claims the name in public decides what runs.",
       {}}};
  if (kind == ConfusionKind::declared_name || kind == ConfusionKind::declared_scope ||
      kind == ConfusionKind::mixed_scope)
    out.push_back({2,
                   "Bind the scope to your registry in the client's settings, claim the name in public, and make the "
                   "lockfile anew.",
                   {}});
  return out;
}

// What the lockfiles had before, where a change is looked at.
std::vector<change::VersionBefore> versions_before(const Project& project) {
  std::vector<change::VersionBefore> out;
  if (project.before != nullptr)
    for (const model::Inventory& lock : project.before->lockfiles)
      for (const model::Component& component : lock.components) out.push_back({component.name, component.version});
  return out;
}

}  // namespace

void check_name_confusion(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  static const model::PrivateDeclaration kNothing;
  const model::PrivateDeclaration& declared =
      project.declared_private != nullptr ? *project.declared_private : kNothing;
  const std::vector<change::VersionBefore> before = versions_before(project);
  for (const model::Inventory& lock : project.lockfiles) {
    const std::vector<Confusion> found = change::find_confusion(lock, declared, before);
    if (found.empty()) continue;
    model::Graph graph(lock);
    for (const Confusion& each : found) {
      const model::Component& component = lock.components[each.component];
      const Conclusion rule = conclusion_of(each.kind);
      model::FindingInput input;
      input.rule_id = rule.id;
      input.kind = model::FindingKind::source;
      input.severity = rule.severity;
      input.confidence = rule.confidence;
      input.subject = model::package_subject(component);
      input.title = title_of(component, each);
      input.evidence.push_back(model::text_span(component.place.path, component.place.line,
                                                std::string(to_string(each.kind)) + ": " + each.because, kName));
      if (component.resolved)
        input.evidence.push_back(
            model::text_span(component.place.path, component.place.line, "fetched from " + *component.resolved, kName));
      input.tags = {"attack.t1195.001"};
      input.remedy = remedy_of(each.kind);
      const std::uint32_t instance[] = {each.component};
      explain_presence(lock, graph, instance, input);
      append(out, std::move(input));
    }
  }
}

}  // namespace cordon::checks
