// npm's log of one run, _logs/<time>-debug-0.log: what was asked for, fetched, placed and run, and how it ended. Read
// are the forms of npm 7 to 11: lines "<number> <level> <text>", a text of several lines with that in front of each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "model/generated/model.h"

namespace cordon::host {

// "info run name@1.0.0 postinstall node_modules/name node x.js", and "info run name@1.0.0 postinstall { code: 0, ...
// }".
struct ScriptRun {
  std::string name, version;
  std::string event;                     // "postinstall"
  std::string location;                  // in the project: "node_modules/name", "." for the project itself
  std::string script;                    // its text
  std::optional<std::int32_t> code;      // absent: the log does not tell how it ended
  std::string signal;                    // that ended it; empty: none
  std::uint32_t line = 0, end_line = 0;  // 1-based; 0: it is not there
  bool operator==(const ScriptRun&) const = default;
};

// "http fetch GET 200 https://registry.example.test/a 40ms (cache miss)"
struct LoggedFetch {
  std::string address;
  std::uint32_t status = 0;
  bool from_cache = false;  // nobody was asked
  std::uint32_t line = 0;
  bool operator==(const LoggedFetch&) const = default;
};

// "silly placeDep ROOT name@1.0.0 OK for: ..."
struct PlacedPackage {
  std::string name, version;
  std::uint32_t line = 0;
  bool operator==(const PlacedPackage&) const = default;
};

struct NpmDebugLog {
  std::string started;                 // RFC 3339, from the name of the file; empty where that has another form
  std::vector<std::string> arguments;  // of npm
  std::string directory;               // where it ran; empty: not said
  std::string npm_version, node_version;
  std::optional<std::int32_t> exit_code;
  std::vector<ScriptRun> runs;
  std::vector<LoggedFetch> fetches;
  std::vector<PlacedPackage> placed;
  std::vector<model::FileUnread> unread;  // lines that are no line of a log: it was cut, or changed
};

// `name`: of the file. Never fails; what has more than 100,000 rows of a kind is said to be cut.
NpmDebugLog read_npm_debug_log(std::string_view text, std::string_view name, const std::string& display_path,
                               const Limits& limits = {});

}  // namespace cordon::host
