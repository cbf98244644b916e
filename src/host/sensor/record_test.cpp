#include "host/sensor/record.h"

#include <gtest/gtest.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

#include "bpf/event.h"

namespace cordon::host {
namespace {

// A record of the kernel: its fixed part, with kind, version and size filled in, and its texts.
template <class T>
std::vector<std::byte> raw(T fixed, std::uint32_t kind, std::string_view texts = {}) {
  fixed.header.version = kernel::kRecordVersion;
  fixed.header.kind = static_cast<__u16>(kind);
  fixed.header.size = static_cast<__u32>(sizeof fixed + texts.size());
  std::vector<std::byte> bytes(sizeof fixed + texts.size());
  std::memcpy(bytes.data(), &fixed, sizeof fixed);
  if (!texts.empty()) std::memcpy(bytes.data() + sizeof fixed, texts.data(), texts.size());
  return bytes;
}

template <class T>
T body_of(const std::vector<std::byte>& bytes) {
  auto record = decode_record(bytes);
  EXPECT_TRUE(record) << (record ? "" : record.error().describe());
  return record ? std::get<T>(record->body) : T{};
}

ErrorCode code_of(const std::vector<std::byte>& bytes) {
  auto record = decode_record(bytes);
  EXPECT_FALSE(record);
  return record ? ErrorCode::internal : record.error().code;
}

kernel::KernelExec exec_of(std::size_t path, std::size_t directory, std::size_t arguments, std::size_t environment) {
  kernel::KernelExec fixed{};
  fixed.path_bytes = static_cast<__u32>(path);
  fixed.directory_bytes = static_cast<__u32>(directory);
  fixed.arguments_bytes = static_cast<__u32>(arguments);
  fixed.environment_bytes = static_cast<__u32>(environment);
  return fixed;
}

TEST(Record, KeepsWhoDidItAndWhomThatBelongsTo) {
  kernel::KernelFork fixed{};
  fixed.header.time_ns = 99;
  fixed.header.process = {50, 5, 0};
  fixed.header.parent_pid = 4;
  fixed.header.uid = 1000;
  fixed.header.cgroup = 77;
  fixed.header.tag = {{10, 1, 0}, {20, 2, 0}, {30, 3, 0}};
  fixed.parent = {40, 4, 0};
  auto record = decode_record(raw(fixed, kernel::kFork));
  ASSERT_TRUE(record);
  EXPECT_EQ(record->head.time_ns, 99u);
  EXPECT_EQ(record->head.process, (ProcessId{50, 5}));
  EXPECT_EQ(record->head.parent_pid, 4u);
  EXPECT_EQ(record->head.uid, 1000u);
  EXPECT_EQ(record->head.cgroup, 77u);
  EXPECT_EQ(record->head.tag, (Tag{{10, 1}, {20, 2}, {30, 3}}));
  EXPECT_EQ(std::get<ForkRecord>(record->body).parent, (ProcessId{40, 4}));
}

TEST(Record, TakesTheTextsOfAnExecInTheirOrder) {
  using namespace std::literals;
  std::string_view texts = "/bin/sh/home/appsh\0-c\0node x\0npm_package_name=evil\0SECRET=1\0"sv;
  auto record = body_of<ExecRecord>(raw(exec_of(7, 9, 13, texts.size() - 29), kernel::kExec, texts));
  EXPECT_EQ(record.path, "/bin/sh");
  EXPECT_EQ(record.directory, "/home/app");
  EXPECT_EQ(record.arguments, (std::vector<std::string>{"sh", "-c", "node x"}));
  EXPECT_EQ(record.environment.package_name, "evil");
  EXPECT_FALSE(record.became_client);
}

TEST(Record, KeepsEmptyArgumentsAndTheOneThatWasCut) {
  using namespace std::literals;
  kernel::KernelExec fixed = exec_of(0, 0, 6, 0);
  fixed.flags = kernel::kArgumentsCut | kernel::kBecameClient;
  auto record = body_of<ExecRecord>(raw(fixed, kernel::kExec, "a\0\0bcd"sv));
  EXPECT_EQ(record.arguments, (std::vector<std::string>{"a", "", "bcd"}));
  EXPECT_TRUE(record.arguments_cut);
  EXPECT_TRUE(record.became_client);
}

TEST(Record, TakesCredentialsOutOfArguments) {
  using namespace std::literals;
  auto text = "curl\0https://user:pass@example.invalid/x\0"sv;
  auto record = body_of<ExecRecord>(raw(exec_of(0, 0, text.size(), 0), kernel::kExec, text));
  ASSERT_EQ(record.arguments.size(), 2u);
  EXPECT_EQ(record.arguments[1].find("pass"), std::string::npos);
}

TEST(Record, TakesTokensOutOfArguments) {
  using namespace std::literals;
  auto text =
      "npm\0--token=abc\0--password\0hunter2\0//r.example.test/:_authToken\0abc\0--token\0--other\0secret\0file\0"sv;
  auto record = body_of<ExecRecord>(raw(exec_of(0, 0, text.size(), 0), kernel::kExec, text));
  EXPECT_EQ(record.arguments, (std::vector<std::string>{"npm", "--token=redacted", "--password", "redacted",
                                                        "//r.example.test/:_authToken", "redacted", "--token",
                                                        "--other", "secret", "file"}));
}

TEST(Record, RefusesTextsThatGoBeyondTheRecord) {
  EXPECT_EQ(code_of(raw(exec_of(8, 0, 0, 0), kernel::kExec, "/bin/sh")), ErrorCode::invalid_value);
  EXPECT_EQ(code_of(raw(exec_of(7, 0, 0, 0xffffffff), kernel::kExec, "/bin/sh")), ErrorCode::invalid_value);
}

TEST(Record, TellsExitCodeFromSignal) {
  kernel::KernelExit fixed{};
  fixed.status = 3 << 8;
  fixed.cpu_ns = 42;
  auto ended = body_of<ExitRecord>(raw(fixed, kernel::kExit));
  EXPECT_EQ(ended.code, 3u);
  EXPECT_EQ(ended.signal, 0u);
  EXPECT_EQ(ended.cpu_ns, 42u);
  fixed.status = 9 | 0x80;  // killed, with a core
  ended = body_of<ExitRecord>(raw(fixed, kernel::kExit));
  EXPECT_EQ(ended.code, 0u);
  EXPECT_EQ(ended.signal, 9u);
}

TEST(Record, WritesAddressesOfBothFamilies) {
  kernel::KernelConnect fixed{};
  fixed.family = 4;
  fixed.protocol = IPPROTO_TCP;
  fixed.port = 443;
  fixed.cookie = 11;
  std::ranges::copy(std::array<__u8, 4>{192, 0, 2, 7}, fixed.address);
  auto asked = body_of<ConnectRecord>(raw(fixed, kernel::kConnect));
  EXPECT_EQ(asked.address, "192.0.2.7");
  EXPECT_EQ(asked.protocol, "tcp");
  EXPECT_EQ(asked.port, 443u);
  EXPECT_EQ(asked.cookie, 11u);
  fixed.family = 6;
  fixed.protocol = IPPROTO_UDP;
  std::ranges::copy(std::array<__u8, 16>{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, fixed.address);
  asked = body_of<ConnectRecord>(raw(fixed, kernel::kConnect));
  EXPECT_EQ(asked.address, "2001:db8::1");
  EXPECT_EQ(asked.protocol, "udp");
}

TEST(Record, CallsAMappedAddressWhatItIs) {
  kernel::KernelConnect fixed{};
  fixed.family = 6;
  fixed.protocol = IPPROTO_TCP;
  std::ranges::copy(std::array<__u8, 16>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 198, 51, 100, 2}, fixed.address);
  EXPECT_EQ(body_of<ConnectRecord>(raw(fixed, kernel::kConnect)).address, "198.51.100.2");
}

TEST(Record, RefusesFamiliesAndProtocolsThatAreNone) {
  kernel::KernelConnect fixed{};
  fixed.family = 5;
  fixed.protocol = IPPROTO_TCP;
  EXPECT_EQ(code_of(raw(fixed, kernel::kConnect)), ErrorCode::invalid_value);
  fixed.family = 4;
  fixed.protocol = 132;
  EXPECT_EQ(code_of(raw(fixed, kernel::kConnect)), ErrorCode::invalid_value);
}

TEST(Record, TakesThePayloadThatIsThere) {
  kernel::KernelSent fixed{};
  fixed.family = 4;
  fixed.protocol = IPPROTO_TCP;
  fixed.source_port = 40'000;
  fixed.payload_bytes = 4;
  std::memcpy(fixed.payload, "SSH-2", 5);
  auto sent = body_of<SentRecord>(raw(fixed, kernel::kSent));
  EXPECT_EQ(sent.payload, "SSH-");
  EXPECT_EQ(sent.source_port, 40'000u);
  fixed.payload_bytes = 65;
  EXPECT_EQ(code_of(raw(fixed, kernel::kSent)), ErrorCode::invalid_value);
}

TEST(Record, CompletesPathsWithTheFolderTheyBeginIn) {
  kernel::KernelFile fixed{};
  fixed.operation = kernel::kFileRename;
  fixed.folder_bytes = 6;
  fixed.path_bytes = 6;
  fixed.target_folder_bytes = 0;
  fixed.target_bytes = 6;
  auto record = body_of<FileRecord>(raw(fixed, kernel::kFile, "/a/b/c../x.y/tmp/z"));
  EXPECT_EQ(record.operation, model::FileOperation::rename);
  EXPECT_EQ(record.path, "/a/b/x.y");
  EXPECT_EQ(record.target, "/tmp/z");
}

TEST(Record, TakesWhatANameServerAnswered) {
  kernel::KernelAnswer fixed{};
  fixed.family = 4;
  fixed.cookie = 3;
  fixed.bytes = 4;
  std::ranges::copy(std::array<__u8, 4>{192, 0, 2, 53}, fixed.server);
  auto answer = body_of<AnswerRecord>(raw(fixed, kernel::kAnswer, "abcdef"));
  EXPECT_EQ(answer.server, "192.0.2.53");
  EXPECT_EQ(answer.message, "abcd");
  EXPECT_EQ(answer.cookie, 3u);
  fixed.bytes = 7;
  EXPECT_EQ(code_of(raw(fixed, kernel::kAnswer, "abcdef")), ErrorCode::invalid_value);
}

TEST(Record, RefusesWhatItDoesNotKnow) {
  kernel::KernelFile fixed{};
  fixed.operation = 8;
  EXPECT_EQ(code_of(raw(fixed, kernel::kFile)), ErrorCode::invalid_value);
  EXPECT_EQ(code_of(raw(fixed, 99)), ErrorCode::invalid_value);
  auto other = raw(fixed, kernel::kFile);
  other[0] = std::byte{2};
  EXPECT_EQ(code_of(other), ErrorCode::unsupported_version);
}

TEST(Record, RefusesEveryCut) {
  kernel::KernelExit fixed{};
  auto whole = raw(fixed, kernel::kExit);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_EQ(code_of({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}), ErrorCode::truncated);
  }
  // And one whose size lies: smaller than the fixed part of its kind.
  reinterpret_cast<kernel::KernelHeader*>(whole.data())->size = sizeof(kernel::KernelHeader);
  EXPECT_EQ(code_of(whole), ErrorCode::truncated);
}

TEST(Record, NamesAProcessByItsStartAndNumber) { EXPECT_EQ(to_string(ProcessId{1234, 56}), "1234-56"); }

}  // namespace
}  // namespace cordon::host
