// A release as its registry tells of it, held against what its archive and a lockfile say: where they differ, people
// who look at the registry see another package than the one that is installed.
#pragma once

#include <string>
#include <string_view>

#include "change/package_facts.h"
#include "change/packument.h"
#include "model/generated/model.h"

namespace cordon::change {

// What the archive's package.json has and the registry's manifest has not: "asks for x", "is called x", "runs something
// at postinstall". Empty where there is nothing, or where one of the two does not say. An installed folder is no
// archive.
std::string hidden_in_archive(const ReleaseMetadata& told, std::string_view name, const PackageFacts& archive);

// Whether the registry's manifest asks for the component, by its name or the alias that it is installed under.
bool asks_for(const ReleaseMetadata& told, const model::Component& component);

}  // namespace cordon::change
