#include "host/sensor/kernel_object.h"

// Written next to the object by the build. Compiler caches do not see #embed as a dependency, but they do see this
// header, which changes whenever the object does.
#include "host/sensor_object_digest.h"

namespace cordon::host {

namespace {

// Aligned as the structures of an ELF file are.
alignas(16) constexpr unsigned char kObject[] = {
#embed "sensor.bpf.o"
};
static_assert(sizeof(kObject) == kSensorObjectBytes);

}  // namespace

std::span<const std::byte> kernel_object() { return std::as_bytes(std::span(kObject)); }

}  // namespace cordon::host
