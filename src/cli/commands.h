// The commands. Each returns the exit code (DESIGN section 5).
#pragma once

#include "cli/arguments.h"

namespace cordon::cli {

int run_scan(const ScanArguments& arguments);
int run_inventory(const InventoryArguments& arguments);
int run_doctor(const DoctorArguments& arguments);
int run_intel(const IntelArguments& arguments);
int run_sbom(const SbomArguments& arguments);

}  // namespace cordon::cli
