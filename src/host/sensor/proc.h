// What /proc says of processes and of this machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "host/sensor/record.h"

namespace cordon::host {

struct ProcessUse {
  char state = '?';               // R, S, D, Z, ...
  std::uint64_t start_ticks = 0;  // since boot
  std::uint64_t cpu_ticks = 0;    // user and system
};

// Of /proc/PID/stat, proc(5). Nothing where the text is none: its second field may hold blanks and brackets.
std::optional<ProcessUse> parse_stat(std::string_view text);

// Processor time that a process has used so far, nanoseconds; nothing where it is gone, waits to be fetched, or its
// number belongs to another by now.
std::optional<std::uint64_t> cpu_of_running(const ProcessId& id);

// What a link of a process' folder in /proc ("exe", "cwd") points to; empty where the process is gone.
std::string link_of_running(const ProcessId& id, std::string_view link);

// The path with its symbolic links followed; the path itself where that fails.
std::string resolve_links(std::string_view path);

}  // namespace cordon::host
