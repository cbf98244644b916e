// Addresses of servers that turn npm packages into modules: ".../name@1.0.0/lib/index.js".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cordon::inventory::deno {

struct AddressRelease {
  std::string name, version;
};

// The release that an address names: its first path segment "name@<exact version>", with the scope before it. Whatever
// the host, because anyone can run such a server. Nothing for Deno's own module host, whose modules stand behind a
// segment "x", or are called std.
std::optional<AddressRelease> release_in_address(std::string_view address);

}  // namespace cordon::inventory::deno
