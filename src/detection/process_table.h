// The processes that events spoke of, and what they ran.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detection/bounded.h"
#include "model/generated/event.h"

namespace cordon::detection {

// A pid alone names nothing: it is used again, and on every machine.
struct ProcessKey {
  std::string machine;  // host/boot
  std::uint64_t start_ns = 0;
  std::uint32_t pid = 0;
  auto operator<=>(const ProcessKey&) const = default;
};

// A program as it was started.
struct Program {
  std::string path;
  std::vector<std::string> arguments;
  std::string directory;
  std::vector<std::string> names;  // lower case: of its path, of argv[0], of busybox' applet
  bool is_client = false;          // a package client that the system has, not one that the package brought
  // What the client was asked to do: "install", "publish". Several where a word may as well be the value of an option.
  std::vector<std::string> client_verbs;

  std::string command() const;  // the arguments, joined; else the path
};

struct Process {
  ProcessKey key;
  std::optional<ProcessKey> parent;
  std::string script;                // whose it is; empty: a package client's or nobody's
  std::optional<Program> program;    // absent while only its parent's is known
  bool has_started = false;          // it began that program itself
  std::vector<std::string> earlier;  // names of programs that it ran before
};

// What a program is called, and whether it is a package client. `foreign_folders`: nothing that lies there is a client,
// whatever it calls itself.
Program read_program(const model::ExecPayload& exec, const std::vector<std::string>& foreign_folders);

class ProcessTable {
 public:
  explicit ProcessTable(std::size_t most) : processes_(most), newest_(most) {}

  // The process of an event that has an actor; made from it when it is not known. `script` is whose event it is.
  Process& actor_of(const model::Event& event, const std::string& script);
  // The process of this pid that was seen to begin last.
  Process* newest(const std::string& machine, std::uint32_t pid);
  Process* find(const ProcessKey& key) { return processes_.find(key); }
  Process* parent_of(const Process& process) { return process.parent ? find(*process.parent) : nullptr; }

  // Names of the programs above it and of those it ran itself before, as far as they belong to the same script; the
  // nearest first, at most kMostAncestors processes up.
  std::vector<std::string> ancestors(const Process& process);

  std::uint64_t evicted() const { return processes_.evicted(); }

  static constexpr std::size_t kMostAncestors = 32;
  static constexpr std::size_t kMostEarlier = 32;

 private:
  BoundedMap<ProcessKey, Process> processes_;
  BoundedMap<std::pair<std::string, std::uint32_t>, ProcessKey> newest_;
};

}  // namespace cordon::detection
