// Names of members by which clients install, in each object that packument_read looks into.
#pragma once

#include <string_view>

#include "registry/packument_read.h"

namespace cordon::registry {

enum class Place : std::uint8_t { top, tags, times, versions, entry, dist, scripts, elsewhere };

Field field_of(Place place, std::string_view name);

}  // namespace cordon::registry
