// Where an archive is asked for, by what its registry's document says of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "gate/options.h"

namespace cordon::gate {

// A document names hosts, and must not send the gate to any: the registry's own host and port, and hosts of
// `redirect_hosts` are asked. The public registry's own address, by each of its names, means the registry behind the
// gate, as it does to npm. Fails with refused for every other address, and for one that leads out of its folder
// ("/../", in any coding); messages have none of its secrets.
Result<std::string> archive_place(const Upstream& upstream, const std::vector<std::string>& redirect_hosts,
                                  const std::string& address);

}  // namespace cordon::gate
