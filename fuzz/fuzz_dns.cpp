// Messages of DNS: names are printable and of bounded length, records keep their limits, and what was cut off a message
// takes nothing away from what stands before it.
#include <algorithm>
#include <cstdint>
#include <string>

#include "check_document.h"
#include "network/dns.h"

using namespace cordon;
using namespace cordon::network;
using fuzz::expect;

namespace {

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; });
}

// 255 bytes of the wire, each at most four as text.
void check_name(std::string_view name) {
  expect(!name.empty() && name.size() <= 255u * 4 && is_printable(name));
  expect(name == "." || !name.ends_with('.') || name.ends_with("\\046"));
  expect(std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const DnsLimits limits{.records = 64, .text_bytes = 256};
  const auto message = read_dns(bytes, limits);
  if (!message) {
    expect(message.error().code == ErrorCode::truncated || message.error().code == ErrorCode::syntax);
    return 0;
  }
  expect(message->questions.size() <= limits.records && message->answers.size() <= limits.records);
  for (const DnsQuestion& question : message->questions) check_name(question.name);
  for (const DnsRecord& record : message->answers) {
    check_name(record.name);
    expect(record.text.size() <= 2100 && is_printable(record.text));
    expect(!record.address || record.text == record.address->text());
    expect(!dns_type_name(record.type).empty());
  }
  expect(!message->whole || !message->incomplete);
  // One byte less: whatever is still read is the same.
  const auto shorter = read_dns(bytes.substr(0, size - 1), limits);
  if (!shorter) return 0;
  expect(shorter->questions.size() <= message->questions.size() && shorter->answers.size() <= message->answers.size());
  for (std::size_t i = 0; i < shorter->answers.size(); ++i)
    expect(shorter->answers[i].type == message->answers[i].type &&
           shorter->answers[i].name == message->answers[i].name);
  return 0;
}
