// cordon: parse the arguments, run the command, end with its exit code.
#include <cstdio>

#include "cli/arguments.h"
#include "cli/commands.h"

namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

}  // namespace

int main(int count, char** arguments) {
  using namespace cordon::cli;
  return std::visit(Overloaded{
                        [](const Printed& printed) {
                          std::fputs(printed.out.c_str(), stdout);
                          std::fputs(printed.error.c_str(), stderr);
                          return printed.exit_code;
                        },
                        [](const ScanArguments& scan) { return run_scan(scan); },
                        [](const DiffLockArguments& diff) { return run_diff_lock(diff); },
                        [](const InventoryArguments& inventory) { return run_inventory(inventory); },
                        [](const DoctorArguments& doctor) { return run_doctor(doctor); },
                        [](const IntelArguments& intel) { return run_intel(intel); },
                        [](const PackArguments& pack) { return run_pack(pack); },
                        [](const SbomArguments& sbom) { return run_sbom(sbom); },
                        [](const ScriptsArguments& scripts) { return run_scripts(scripts); },
                        [](const InitArguments& init) { return run_init(init); },
                        [](const HuntArguments& hunt) { return run_hunt(hunt); },
                        [](const FixArguments& fix) { return run_fix(fix); },
                        [](const PinArguments& pin) { return run_pin(pin); },
                        [](const TrafficArguments& traffic) { return run_traffic(traffic); },
                        [](const WatchArguments& watch) { return run_watch(watch); },
                        [](const EventsArguments& events) { return run_events(events); },
                        [](const CaseArguments& given) { return run_case(given); },
                        [](const PolicyArguments& given) { return run_policy(given); },
                        [](const GateArguments& given) { return run_gate(given); },
                        [](const CompletionArguments& completion) {
                          std::fputs(completion_script(completion.shell).c_str(), stdout);
                          return 0;
                        },
                        [](const ReferenceArguments&) {
                          std::fputs(command_reference().c_str(), stdout);
                          return 0;
                        },
                    },
                    parse_arguments(count, arguments));
}
