// The document of a registry about a package, as it stands in npm's cache.
#include "app/cached_packument.h"
#include "check_document.h"

using namespace cordon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Limits limits;
  limits.entries = 100'000;
  const auto releases =
      app::releases_of_packument(std::string(reinterpret_cast<const char*>(data), size), "tool", limits);
  if (!releases) {
    fuzz::expect(!releases.error().message.empty());
    return 0;
  }
  for (const change::Release& release : *releases) {
    fuzz::expect(release.name == "tool");
    for (const change::ReleaseDependency& each : release.dependencies) fuzz::expect(each.reference.empty());
  }
  return 0;
}
