#include "change/name_data.h"

// Written when the build is configured. Compiler caches do not see #embed as a dependency, but they do see this header,
// which changes whenever a list does.
#include "change/name_digests.h"

namespace cordon::change {
namespace {

constexpr unsigned char kNpmNames[] = {
#embed "npm.txt"
};
constexpr unsigned char kConfusables[] = {
#embed "confusables.txt"
};

}  // namespace

std::string_view npm_names() { return {reinterpret_cast<const char*>(kNpmNames), sizeof(kNpmNames)}; }
std::string_view confusables() { return {reinterpret_cast<const char*>(kConfusables), sizeof(kConfusables)}; }

}  // namespace cordon::change
