#include "host/sensor/record.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "base/credentials.h"
#include "bpf/event.h"
#include "host/sensor/paths.h"

namespace cordon::host {

namespace {

// The fixed part of a record; copied, as nothing says that the bytes are aligned.
template <class T>
Result<T> fixed_part(std::span<const std::byte> bytes) {
  T value{};
  if (bytes.size() < sizeof value) return fail(ErrorCode::truncated, "a record shorter than its kind");
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

// Takes texts one after another from what follows the fixed part.
class Texts {
 public:
  Texts(std::span<const std::byte> bytes, std::size_t fixed)
      : rest_(reinterpret_cast<const char*>(bytes.data()) + fixed, bytes.size() - fixed) {}

  Result<std::string_view> take(std::uint32_t length) {
    if (length > rest_.size()) return fail(ErrorCode::invalid_value, "a text that goes beyond its record");
    std::string_view text = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return text;
  }

 private:
  std::string_view rest_;
};

ProcessId process_id(const kernel::KernelId& id) { return {id.start_ns, id.pid}; }

RecordHead head_of(const kernel::KernelHeader& header) {
  return {header.time_ns,    process_id(header.process),
          header.parent_pid, header.uid,
          header.cgroup,     {process_id(header.tag.run), process_id(header.tag.script), process_id(header.tag.outer)}};
}

// Redacted one by one; the last is taken as it is where a limit has cut it.
std::vector<std::string> split_arguments(std::string_view block) {
  std::vector<std::string> arguments;
  while (!block.empty()) {
    std::size_t end = block.find('\0');
    std::string argument(block.substr(0, end));
    // "--password VALUE", "config set //HOST/:_authToken VALUE"
    bool named = !arguments.empty() && is_secret_name(arguments.back()) &&
                 (arguments.back().starts_with('-') || arguments.back().find(":_") != std::string::npos);
    bool value = named && !argument.starts_with('-') && argument.find("://") == std::string::npos;
    arguments.push_back(value && !argument.empty() ? "redacted" : without_tokens(std::move(argument)));
    block.remove_prefix(end == std::string_view::npos ? block.size() : end + 1);
  }
  return arguments;
}

Result<RecordBody> decode_exec(std::span<const std::byte> bytes) {
  auto raw = TRY(fixed_part<kernel::KernelExec>(bytes));
  Texts texts(bytes, sizeof raw);
  ExecRecord record;
  record.became_client = (raw.flags & kernel::kBecameClient) != 0;
  record.arguments_cut = (raw.flags & kernel::kArgumentsCut) != 0;
  record.environment_cut = (raw.flags & kernel::kEnvironmentCut) != 0;
  record.path = TRY(texts.take(raw.path_bytes));
  record.directory = TRY(texts.take(raw.directory_bytes));
  record.arguments = split_arguments(TRY(texts.take(raw.arguments_bytes)));
  record.environment = client_environment(TRY(texts.take(raw.environment_bytes)));
  return record;
}

Result<RecordBody> decode_exit(std::span<const std::byte> bytes) {
  auto raw = TRY(fixed_part<kernel::KernelExit>(bytes));
  // wait(2): the signal in the low seven bits, the exit code in the next byte.
  return ExitRecord{(raw.status >> 8) & 0xff, raw.status & 0x7f, raw.cpu_ns};
}

Result<std::string> address_text(const std::array<std::uint8_t, 16>& bytes, unsigned family) {
  if (family != 4 && family != 6) return fail(ErrorCode::invalid_value, "an address of no known family");
  constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  const std::uint8_t* at = bytes.data();
  // An IPv4 destination of an IPv6 socket (RFC 4291 section 2.5.5.2) is that destination.
  bool mapped = family == 6 && std::memcmp(at, kMapped.data(), kMapped.size()) == 0;
  if (mapped) at += kMapped.size();
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_ntop(family == 4 || mapped ? AF_INET : AF_INET6, at, text.data(), text.size()) == nullptr) {
    return fail(ErrorCode::internal, "an address that cannot be written");
  }
  return std::string(text.data());
}

template <class Raw>
Result<ConnectRecord> destination_of(const Raw& raw) {
  if (raw.protocol != IPPROTO_TCP && raw.protocol != IPPROTO_UDP) {
    return fail(ErrorCode::invalid_value, "a protocol that is neither TCP nor UDP");
  }
  std::array<std::uint8_t, 16> address{};
  std::memcpy(address.data(), raw.address, address.size());
  return ConnectRecord{raw.cookie, raw.protocol == IPPROTO_TCP ? "tcp" : "udp", TRY(address_text(address, raw.family)),
                       raw.port};
}

Result<RecordBody> decode_connect(std::span<const std::byte> bytes) {
  auto raw = TRY(fixed_part<kernel::KernelConnect>(bytes));
  return TRY(destination_of(raw));
}

Result<RecordBody> decode_sent(std::span<const std::byte> bytes) {
  auto raw = TRY(fixed_part<kernel::KernelSent>(bytes));
  if (raw.payload_bytes > sizeof raw.payload) return fail(ErrorCode::invalid_value, "a payload beyond its room");
  std::array<std::uint8_t, 16> source{};
  std::memcpy(source.data(), raw.source, source.size());
  auto to = TRY(destination_of(raw));
  return SentRecord{std::move(to), TRY(address_text(source, raw.family)), raw.source_port,
                    std::string(reinterpret_cast<const char*>(raw.payload), raw.payload_bytes)};
}

std::optional<model::FileOperation> operation_of(std::uint32_t value) {
  switch (value) {
    case kernel::kFileRead: return model::FileOperation::read;
    case kernel::kFileWrite: return model::FileOperation::write;
    case kernel::kFileLink:
    case kernel::kFileCreate: return model::FileOperation::create;
    case kernel::kFileRename: return model::FileOperation::rename;
    case kernel::kFileDelete: return model::FileOperation::delete_;
    case kernel::kFileChmod: return model::FileOperation::chmod;
    default: return std::nullopt;
  }
}

Result<RecordBody> decode_file(std::span<const std::byte> bytes) {
  auto raw = TRY(fixed_part<kernel::KernelFile>(bytes));
  auto operation = operation_of(raw.operation);
  if (!operation) return fail(ErrorCode::invalid_value, "an operation on a file that is none");
  Texts texts(bytes, sizeof raw);
  FileRecord record{*operation, raw.mode, {}, {}, raw.operation == kernel::kFileLink};
  std::string_view folder = TRY(texts.take(raw.folder_bytes));
  record.path = join_path(folder, TRY(texts.take(raw.path_bytes)));
  folder = TRY(texts.take(raw.target_folder_bytes));
  std::string_view target = TRY(texts.take(raw.target_bytes));
  if (!target.empty()) record.target = join_path(folder, target);
  return record;
}

Result<RecordBody> decode_answer(std::span<const std::byte> bytes) {
  auto raw = TRY(fixed_part<kernel::KernelAnswer>(bytes));
  Texts texts(bytes, sizeof raw);
  std::array<std::uint8_t, 16> server{};
  std::memcpy(server.data(), raw.server, server.size());
  AnswerRecord record{raw.cookie, TRY(address_text(server, raw.family)), {}};
  record.message = TRY(texts.take(raw.bytes));
  return record;
}

Result<RecordBody> decode_body(std::span<const std::byte> bytes, std::uint16_t kind) {
  switch (kind) {
    case kernel::kFork: return ForkRecord{process_id(TRY(fixed_part<kernel::KernelFork>(bytes)).parent)};
    case kernel::kExec: return decode_exec(bytes);
    case kernel::kExit: return decode_exit(bytes);
    case kernel::kConnect: return decode_connect(bytes);
    case kernel::kSent: return decode_sent(bytes);
    case kernel::kFile: return decode_file(bytes);
    case kernel::kAnswer: return decode_answer(bytes);
    default: return fail(ErrorCode::invalid_value, "a record of no known kind");
  }
}

}  // namespace

std::string to_string(const ProcessId& id) { return std::to_string(id.start_ns) + "-" + std::to_string(id.pid); }

Result<Record> decode_record(std::span<const std::byte> bytes) {
  auto header = TRY(fixed_part<kernel::KernelHeader>(bytes));
  if (header.version != kernel::kRecordVersion) {
    return fail(ErrorCode::unsupported_version, "a record of another layout");
  }
  if (header.size < sizeof header) return fail(ErrorCode::invalid_value, "a record smaller than its head");
  if (bytes.size() < header.size) return fail(ErrorCode::truncated, "a record shorter than it says");
  return Record{head_of(header), TRY(decode_body(bytes.first(header.size), header.kind))};
}

}  // namespace cordon::host
