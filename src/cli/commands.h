// The commands. Each returns the exit code (DESIGN section 5).
#pragma once

#include "base/result.h"
#include "cli/arguments.h"

namespace cordon::app {
struct GivenPack;
}

namespace cordon::cli {

int run_scan(const ScanArguments& arguments);
int run_diff_lock(const DiffLockArguments& arguments);
int run_inventory(const InventoryArguments& arguments);
int run_doctor(const DoctorArguments& arguments);
int run_intel(const IntelArguments& arguments);
int run_pack(const PackArguments& arguments);
// What `intel pack` and `intel add` do to the packs of this machine (run_pack_store.cpp).
Result<int> add_pack_command(const PackArguments& arguments);
// The rest of `intel add`, whatever way pack and signature came. Confines the process.
Result<int> add_given_pack(const app::GivenPack& given, const PackArguments& arguments);
Result<int> list_packs_command(const PackArguments& arguments);
Result<int> remove_pack_command(const PackArguments& arguments);
int run_sbom(const SbomArguments& arguments);
int run_scripts(const ScriptsArguments& arguments);
int run_init(const InitArguments& arguments);
int run_hunt(const HuntArguments& arguments);
int run_fix(const FixArguments& arguments);
int run_pin(const PinArguments& arguments);
int run_traffic(const TrafficArguments& arguments);
int run_watch(const WatchArguments& arguments);
int run_events(const EventsArguments& arguments);
int run_case(const CaseArguments& arguments);
int run_gate(const GateArguments& arguments);
int run_policy(const PolicyArguments& arguments);
// `intel update` of the index at this path. Fails as IndexUpdate does.
Result<int> intel_update(const IntelArguments& arguments, const std::string& index_path);
// `intel explain` over the index at this path. Fails with not_found for a record that is not there, as parse_purl does,
// and as MappedFile::open and AdvisoryIndex::open do.
Result<int> intel_explain(const IntelArguments& arguments, const std::string& index_path);

}  // namespace cordon::cli
