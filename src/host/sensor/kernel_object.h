// The programs of bpf/sensor.bpf.c as the build compiled them, held in this program.
#pragma once

#include <cstddef>
#include <span>

namespace cordon::host {

std::span<const std::byte> kernel_object();

}  // namespace cordon::host
