// An incident pack and its signature from an address.
#pragma once

#include <string>

#include "app/add_pack.h"
#include "base/result.h"
#include "net/fetcher.h"

namespace cordon::cli {

// Whether the argument is an address, not the name of a file.
bool is_address(const std::string& argument);

// The pack at an address, and its signature: at `signature`, or where that is empty at the address with .minisig behind
// it; one that is not there is absent, unless it was named. Fails as Fetcher::fetch does.
Result<app::GivenPack> fetch_pack(const std::string& url, const std::string& signature, net::Fetcher& fetcher);

}  // namespace cordon::cli
