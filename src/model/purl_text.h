// Package URLs as people read them.
#pragma once

#include <string>
#include <string_view>

namespace cordon::model {

// "pkg:npm/%40scope/name@1.0.0?x=y" as "@scope/name 1.0.0", with nothing hidden in it.
std::string purl_for_people(std::string_view purl);

}  // namespace cordon::model
