#include "checks/collect.h"

#include <algorithm>
#include <cassert>

#include "model/semver.h"

namespace cordon::checks {

std::string label(const model::Component& component) {
  std::string out = component.name;
  if (!component.version.empty()) out += "@" + component.version;
  if (component.alias) out += " (installed as " + *component.alias + ")";
  return out;
}

std::string_view instance_of(const model::Inventory& inventory, const model::Component& component) {
  const std::string_view id = component.id;
  return id.substr(std::min(inventory.path.size() + 1, id.size()));
}

std::string_view exact_version(std::string_view range) {
  range.remove_prefix(std::min(range.find_first_not_of("=v \t"), range.size()));
  return range.substr(0, range.find_last_not_of(" \t") + 1);
}

bool pins(std::string_view range, const intel::BadRelease& release) {
  if (release.covers(exact_version(range))) return true;
  using namespace model;
  const auto version = semver::parse_version(release.version);
  const auto wanted = semver::parse_range(range, {.loose = true});
  if (!version || !wanted || !version->prerelease.empty() || !semver::satisfies(*version, *wanted)) return false;
  semver::Version next = *version;
  ++next.patch;
  const auto before = semver::parse_range("<" + version->text()), after = semver::parse_range(">=" + next.text());
  return before && after && !semver::intersects(*wanted, *before) && !semver::intersects(*wanted, *after);
}

void say_name_targeted(model::FindingInput& input) {
  input.rule_id = "malware.name-targeted";
  input.severity = model::Severity::medium;
  input.exposure.reset();
  input.remedy = {
      {1, "Check that the package really is your own: compare its digest with what you published.", std::nullopt},
      {2, "Reserve the name or scope in the public registry, so that nobody else can serve it.", std::nullopt}};
}

void say_copied(model::FindingInput& input) {
  input.confidence = std::min(input.confidence, model::Confidence::medium);
  input.remedy = {
      {1, "Compare the file with the releases before it: not every file of such a release is hostile.", std::nullopt},
      {2, "Replace it by the file of a good release, and find out which pages and programs ran it.", std::nullopt}};
}

void append(std::vector<model::Finding>& out, model::FindingInput input) {
  Result<model::Finding> made = model::make_finding(std::move(input));
  assert(made && "a check concluded something without evidence");
  if (made) out.push_back(std::move(*made));
}

FileFinding::FileFinding(std::string_view rule_id, model::FindingKind kind, model::Severity severity,
                         std::string_view path) {
  input_.rule_id = rule_id;
  input_.kind = kind;
  input_.severity = severity;
  input_.confidence = model::Confidence::high;
  input_.subject = model::file_subject(path);
  input_.instances = 0;
}

void FileFinding::add(std::uint32_t line, std::string_view excerpt, std::string_view producer) {
  add(model::Place{*input_.subject.path, line}, excerpt, producer);
}

void FileFinding::add(const model::Place& place, std::string_view excerpt, std::string_view producer) {
  ++input_.instances;
  if (input_.evidence.size() < kEvidence)
    input_.evidence.push_back(
        model::text_span(place.path.empty() ? *input_.subject.path : place.path, place.line, excerpt, producer));
}

void FileFinding::finish(std::string_view one, std::string_view many, std::vector<std::string> remedy,
                         std::vector<model::Finding>& out) {
  if (empty()) return;
  input_.title = std::to_string(count()) + " " + std::string(count() == 1 ? one : many);
  std::uint32_t order = 0;
  for (std::string& step : remedy) input_.remedy.push_back({++order, std::move(step), std::nullopt});
  append(out, std::move(input_));
}

}  // namespace cordon::checks
