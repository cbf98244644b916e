// The manifest of an installed package, for clients that do not say whose script they run.
#pragma once

#include <optional>
#include <string_view>

#include "host/sensor/attribution.h"

namespace cordon::host {

// Name and version of FOLDER/package.json, at most 1 MiB of it. Nothing where it cannot be read, is no regular file or
// names none. The package itself may have changed it since its script began.
std::optional<Manifest> read_manifest(std::string_view folder);

}  // namespace cordon::host
