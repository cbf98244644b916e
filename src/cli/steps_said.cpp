#include "cli/steps_said.h"

namespace cordon::cli {
namespace {

std::string who(const model::Finding& finding) {
  const model::Subject& subject = finding.subject;
  if (subject.name) return *subject.name + (subject.version ? "@" + *subject.version : "");
  return subject.path.value_or(finding.title);
}

}  // namespace

StepsSaid::Earlier StepsSaid::note(const model::Finding& finding) {
  Earlier earlier;
  std::string steps;
  std::size_t count = 0;
  for (const model::Remedy& step : finding.remedy) {
    steps += step.action + '\n' + step.command.value_or("") + '\0';
    ++count;
    const auto [place, is_new] = said_.try_emplace(steps, who(finding));
    if (!is_new) earlier = {count, place->second};
  }
  return earlier;
}

}  // namespace cordon::cli
