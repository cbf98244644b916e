#include "intel/embedded_packs.h"

// Written next to the block by the pack compiler. Compiler caches do not see #embed as a dependency, but they do see
// this header, which changes whenever the block does.
#include "intel/incident_packs_digest.h"

namespace cordon::intel {
namespace {

constexpr unsigned char kBlock[] = {
#embed "incident_packs.bin"
};
static_assert(sizeof(kBlock) == kIncidentPacksBytes);

}  // namespace

std::string_view embedded_packs() { return {reinterpret_cast<const char*>(kBlock), sizeof(kBlock)}; }

}  // namespace cordon::intel
