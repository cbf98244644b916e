// What the kernel programs tell, as values: one record of a ring decoded.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "host/sensor/client_environment.h"
#include "model/generated/event.h"

namespace cordon::host {

// A process: its start and its process id, which alone names nothing. Both zero: none.
struct ProcessId {
  std::uint64_t start_ns = 0;  // since boot
  std::uint32_t pid = 0;
  auto operator<=>(const ProcessId&) const = default;
  bool none() const { return start_ns == 0 && pid == 0; }
};

// "START_NS-PID": how a run is named in an Attribution. It is the client's own process.
std::string to_string(const ProcessId& id);

// Whom a process belongs to: the client that began the run, the first process of the script, and the script inside
// which the client was started. Each may be none.
struct Tag {
  ProcessId run;
  ProcessId script;
  ProcessId outer;
  bool operator==(const Tag&) const = default;
};

struct RecordHead {
  std::uint64_t time_ns = 0;  // since boot
  ProcessId process;
  std::uint32_t parent_pid = 0;
  std::uint32_t uid = 0;
  std::uint64_t cgroup = 0;
  Tag tag;
};

struct ForkRecord {
  ProcessId parent;
};

struct ExecRecord {
  bool became_client = false;
  std::string path;       // empty: the kernel could not tell it
  std::string directory;  // likewise
  std::vector<std::string> arguments;
  bool arguments_cut = false;
  ClientEnvironment environment;
  bool environment_cut = false;  // what it lacks may have stood there
};

struct ExitRecord {
  std::uint32_t code = 0;
  std::uint32_t signal = 0;
  std::uint64_t cpu_ns = 0;
};

struct ConnectRecord {
  std::uint64_t cookie = 0;
  std::string protocol;  // tcp, udp
  std::string address;
  std::uint32_t port = 0;
};

struct SentRecord {
  ConnectRecord to;
  std::string source_address;
  std::uint32_t source_port = 0;
  std::string payload;  // its first bytes; empty: the packet carried none
};

struct FileRecord {
  model::FileOperation operation = model::FileOperation::read;
  std::uint32_t mode = 0;  // permission bits, of a chmod or create
  std::string path;        // absolute, without "." and ".."
  std::string target;      // of a rename or link
  bool link = false;       // a create: target is a new name of path
};

struct AnswerRecord {
  std::uint64_t cookie = 0;
  std::string server;   // its address
  std::string message;  // as it came, at most its first 512 bytes
};

using RecordBody =
    std::variant<ForkRecord, ExecRecord, ExitRecord, ConnectRecord, SentRecord, FileRecord, AnswerRecord>;
struct Record {
  RecordHead head;
  RecordBody body;
};

// Decodes one record as bpf/event.h lays it out. Fails: truncated (shorter than it says), invalid_value (its lengths do
// not fit, or a kind or value that is none), unsupported_version. What its texts say is the observed program's own
// word.
Result<Record> decode_record(std::span<const std::byte> bytes);

}  // namespace cordon::host
