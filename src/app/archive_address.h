// Whether the address of an archive is that of the release which is said to come from there.
#pragma once

#include <string>
#include <string_view>

namespace cordon::app {

// What speaks against it, to be read behind the name of the release: "is fetched from the address of evil 6.6.6".
// Empty: nothing, which is no proof: many registries have addresses that name nothing. Clients fetch the address, not
// the name.
std::string lie_of_address(std::string_view name, std::string_view version, std::string_view address);

// Whether the address names this package and a version in the shape that npm's registries have.
bool names_release(std::string_view address, std::string_view name);

}  // namespace cordon::app
