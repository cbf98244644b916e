// Whether a request means this gate, by the names in it.
#pragma once

#include <string>
#include <string_view>

#include "gate/options.h"

namespace cordon::gate {

// Why not; empty: it does. A gate on loopback goes by loopback's names alone, and by the one that it was told
// (`public_base`): a page in a browser may have a name of its own that leads to loopback, too (DNS rebinding), and
// would read with the gate's credentials. Neither may a page of another origin ask it anything. `host` and `origin` are
// the request's headers.
std::string why_not_meant(const GateOptions& options, std::string_view host, std::string_view origin);

}  // namespace cordon::gate
