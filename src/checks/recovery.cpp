#include "checks/recovery.h"

namespace cordon::checks {

void add_step(model::FindingInput& input, std::string action, std::optional<std::string> command) {
  input.remedy.push_back({static_cast<std::uint32_t>(input.remedy.size() + 1), std::move(action), std::move(command)});
}

std::optional<intel::LastGood> way_back(const intel::Knowledge& knowledge, const intel::BadRelease& release,
                                        std::string_view version) {
  // A component may be the bad archive under another name and version, or without one.
  return knowledge.last_good(release.pack, release.ecosystem, release.name,
                             release.version == intel::kEveryVersion ? version : release.version);
}

void add_recovery(const intel::Knowledge& knowledge, const intel::BadRelease& release, std::string_view version,
                  std::optional<std::string> command, model::FindingInput& input) {
  const intel::IncidentPack pack = knowledge.open(release.pack);
  for (const std::string& text : pack.recovery) add_step(input, text);
  if (const auto good = way_back(knowledge, release, version))
    add_step(input, "The last good release is " + good->name + " " + good->version + ".", std::move(command));
}

}  // namespace cordon::checks
