// The tree of commands and options, and what it writes into. Beside it only what reads the tree knows CLI11:
// arguments.cpp and completion.cpp.
#pragma once

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/case_arguments.h"
#include "cli/gate_arguments.h"
#include "cli/init_arguments.h"
#include "cli/pack_arguments.h"
#include "cli/policy_arguments.h"
#include "cli/scripts_arguments.h"

namespace cordon::cli {

// Everything the tree writes into while parsing.
struct Slots {
  ScanArguments scan;
  DiffLockArguments diff_lock;
  InventoryArguments inventory;
  DoctorArguments doctor;
  IntelArguments intel;
  PackArguments pack;
  SbomArguments sbom;
  HuntArguments hunt;
  FixArguments fix;
  PinArguments pin;
  TrafficArguments traffic;
  WatchArguments watch;
  EventsArguments events;
  CaseArguments case_;
  ScriptsArguments scripts;
  PolicyArguments policy;
  InitArguments init;
  GateArguments gate;
  CompletionArguments completion;
};

std::unique_ptr<CLI::App> make_tree(Slots& slots);

// The long names of a command's options and the names of its own commands: what completion offers.
std::vector<std::string> option_names(const CLI::App& command);

std::vector<const CLI::App*> visible_commands(const CLI::App& app);

// "intel build", "intel pack sign": the command's name with those above it.
std::string full_name(const CLI::App& command);

// "cordon intel" for "cordon intel build": what help puts before the command's own name.
std::string above(const CLI::App& command);

}  // namespace cordon::cli
